import { describe, expect, it } from 'vitest';
import { FrameReader } from '../../src/feed/frames';

const STREAM = 'retry: 1000\n\nevent: snapshot\nid: e-1\ndata: {"a":1}\n\n: comment\n\nevent: alerts\r\nid: e-2\r\ndata: {"b":\r\ndata: 2}\r\n\r\ndata: bare\n\n';

describe('frames', () => {
  it('reads events, ids and data of several lines', () => {
    expect(new FrameReader().read(STREAM)).toEqual([
      { event: 'snapshot', data: '{"a":1}', id: 'e-1' },
      { event: 'alerts', data: '{"b":\n2}', id: 'e-2' },
      { event: 'message', data: 'bare', id: 'e-2' },
    ]);
  });

  it('gives the same events however the stream is split', () => {
    const whole = new FrameReader().read(STREAM);
    for (let cut = 0; cut <= STREAM.length; cut++) {
      const reader = new FrameReader();
      expect([...reader.read(STREAM.slice(0, cut)), ...reader.read(STREAM.slice(cut))]).toEqual(whole);
    }
    const reader = new FrameReader();
    expect([...STREAM].flatMap((char) => reader.read(char))).toEqual(whole);
  });

  it('tells nothing before an event is complete', () => {
    const reader = new FrameReader();
    expect(reader.read('event: alerts\ndata: {}\n')).toEqual([]);
    expect(reader.read('\n')).toHaveLength(1);
  });

  it('gives a line without end up instead of memory', () => {
    const reader = new FrameReader();
    const piece = 'x'.repeat(1024 * 1024);
    expect(() => {
      for (let n = 0; n < 5; n++) {
        reader.read(piece);
      }
    }).toThrow(RangeError);
  });
});
