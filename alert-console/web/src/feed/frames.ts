/** Server-sent events out of a stream of text. Pure; any split of the text gives the same events (WHATWG HTML, 9.2.6). */
export interface Frame {
  readonly event: string;
  readonly data: string;
  /** The last id seen up to here, '' before the first. */
  readonly id: string;
}

/** A line longer than this is not ours: the connection is given up rather than memory. */
const LONGEST_LINE = 4 * 1024 * 1024;

export class FrameReader {
  private rest = '';
  private event = '';
  private data: string[] = [];
  private id = '';

  /** Takes the next piece of text and gives the events that are complete with it. */
  read(text: string): Frame[] {
    const frames: Frame[] = [];
    const all = this.rest + text;
    let from = 0;
    for (;;) {
      const end = lineEnd(all, from);
      if (end === null) {
        break;
      }
      const frame = this.line(all.slice(from, end.at));
      if (frame) {
        frames.push(frame);
      }
      from = end.next;
    }
    this.rest = all.slice(from);
    if (this.rest.length > LONGEST_LINE) {
      throw new RangeError('feed line too long');
    }
    return frames;
  }

  private line(line: string): Frame | null {
    if (line === '') {
      return this.dispatch();
    }
    if (line.startsWith(':')) {
      return null;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') {
      this.data.push(value);
    } else if (field === 'event') {
      this.event = value;
    } else if (field === 'id' && !value.includes('\0')) {
      this.id = value;
    }
    return null;
  }

  private dispatch(): Frame | null {
    const frame = this.data.length > 0 ? { event: this.event || 'message', data: this.data.join('\n'), id: this.id } : null;
    this.event = '';
    this.data = [];
    return frame;
  }
}

function lineEnd(text: string, from: number): { at: number; next: number } | null {
  for (let index = from; index < text.length; index++) {
    const char = text[index];
    if (char === '\n') {
      return { at: index, next: index + 1 };
    }
    if (char === '\r') {
      // the LF of a CRLF may still be on its way
      if (index + 1 === text.length) {
        return null;
      }
      return { at: index, next: text[index + 1] === '\n' ? index + 2 : index + 1 };
    }
  }
  return null;
}
