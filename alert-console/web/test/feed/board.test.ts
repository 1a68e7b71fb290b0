import { describe, expect, it } from 'vitest';
import { Board, differences } from '../../src/feed/board';
import { wireRow } from '../rows';

function boardWith(...ids: string[]): Board {
  const board = new Board();
  board.snapshot({ part: 1, last: true, alerts: ids.map((id) => wireRow(id)) });
  return board;
}

describe('board', () => {
  it('fills in the defaults that the feed leaves out', () => {
    expect(boardWith('a').rows.get('a')).toMatchObject({ owner: null, presses: 1, durability: 'COMMITTED', status: 'Actual', attentionPending: false, abandoned: 0, nextStepAt: null });
  });

  it('shows a snapshot only when its last part came', () => {
    const board = boardWith('old');
    expect(board.snapshot({ part: 1, last: false, alerts: [wireRow('a')] })).toBe(false);
    expect([...board.rows.keys()]).toEqual(['old']);
    expect(board.snapshot({ part: 2, last: true, alerts: [wireRow('b')] })).toBe(true);
    expect([...board.rows.keys()]).toEqual(['a', 'b']);
  });

  it('forgets the parts of a snapshot that was cut off', () => {
    const board = new Board();
    board.snapshot({ part: 1, last: false, alerts: [wireRow('half')] });
    board.snapshot({ part: 1, last: true, alerts: [wireRow('a')] });
    expect([...board.rows.keys()]).toEqual(['a']);
  });

  it('puts a newer row over the old one as a whole', () => {
    const board = boardWith('a');
    board.change({ upsert: [wireRow('a', { version: 2, owner: 'liming', ownerName: '李明' })] });
    expect(board.rows.get('a')).toMatchObject({ version: 2, owner: 'liming' });
    board.change({ upsert: [wireRow('a', { version: 3 })] });
    expect(board.rows.get('a')).toMatchObject({ version: 3, owner: null });
  });

  it('ignores what is older or was applied already', () => {
    const board = boardWith('a');
    board.change({ upsert: [wireRow('a', { version: 5, presses: 5 })] });
    expect(board.change({ upsert: [wireRow('a', { version: 5, presses: 9 }), wireRow('a', { version: 4, presses: 4 })] })).toBe(0);
    expect(board.rows.get('a')?.presses).toBe(5);
  });

  it('applies a change of durability alone', () => {
    const board = new Board();
    board.change({ upsert: [wireRow('a', { durability: 'LOCAL' })] });
    expect(board.change({ upsert: [wireRow('a')] })).toBe(1);
    expect(board.rows.get('a')?.durability).toBe('COMMITTED');
  });

  it('takes what the log says over what only the journal knew, whatever their versions', () => {
    const board = new Board();
    board.change({ upsert: [wireRow('a', { durability: 'LOCAL', version: 12 }), wireRow('b', { durability: 'LOCAL', version: 12 })] });
    expect(board.change({ upsert: [wireRow('a', { version: 6 })], remove: [{ id: 'b', version: 8 }] })).toBe(2);
    expect(board.rows.get('a')).toMatchObject({ version: 6, durability: 'COMMITTED' });
    expect(board.rows.has('b')).toBe(false);
    expect(board.change({ upsert: [wireRow('a', { version: 5 })] })).toBe(0);
  });

  it('removes unless the row shown is newer', () => {
    const board = boardWith('a', 'b');
    board.change({ upsert: [wireRow('b', { version: 9 })] });
    expect(board.change({ remove: [{ id: 'a', version: 1 }, { id: 'b', version: 8 }, { id: 'c', version: 1 }] })).toBe(1);
    expect([...board.rows.keys()]).toEqual(['b']);
  });

  it('reaches the same state from any subset of versions that holds the last ones', () => {
    const all = Array.from({ length: 40 }, (_, n) => wireRow(`r${n % 4}`, { version: n + 1, presses: n + 1 }));
    const full = new Board();
    const conflated = new Board();
    full.change({ upsert: all });
    conflated.change({ upsert: all.filter((_, n) => n % 3 === 0 || n >= 36) });
    expect([...conflated.rows.entries()].sort()).toEqual([...full.rows.entries()].sort());
  });

  it('keeps the identity of rows that a poll brought unchanged', () => {
    const board = boardWith('a', 'b');
    const before = board.rows.get('a');
    board.replace([wireRow('a'), wireRow('b', { version: 2 })]);
    expect(board.rows.get('a')).toBe(before);
    expect(board.rows.get('b')?.version).toBe(2);
    const picture = board.rows;
    board.replace([wireRow('b', { version: 2 }), wireRow('c')]);
    expect(differences(picture, board.rows)).toBe(2);
    expect(board.rows.has('a')).toBe(false);
  });
});
