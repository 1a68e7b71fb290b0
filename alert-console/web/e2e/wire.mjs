// A wire between browser and gateway that can be cut, and one that goes dead without being cut.
import { connect, createServer } from 'node:net';

export class Wire {
  constructor(target) {
    this.target = target;
    this.pairs = new Set();
    this.state = 'whole';
  }

  /** Gives a wire to the address and the address at which it begins. */
  static async to(base) {
    const target = new URL(base);
    const wire = new Wire(target);
    wire.server = createServer((socket) => wire.join(socket));
    await new Promise((resolve) => wire.server.listen(0, '127.0.0.1', resolve));
    return { wire, base: `http://127.0.0.1:${wire.server.address().port}` };
  }

  join(near) {
    if (this.state !== 'whole') {
      near.destroy();
      return;
    }
    const far = connect(Number(this.target.port || 80), this.target.hostname);
    const pair = { near, far };
    this.pairs.add(pair);
    near.pipe(far);
    far.pipe(near);
    for (const socket of [near, far]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        this.pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  }

  /** Ends every connection; new ones are refused. */
  cut() {
    this.state = 'cut';
    this.pairs.forEach(({ near, far }) => (near.destroy(), far.destroy()));
  }

  /** Open connections stay open and nothing comes through; new ones are refused. */
  deaden() {
    this.state = 'dead';
    this.pairs.forEach(({ near, far }) => {
      near.unpipe(far);
      far.unpipe(near);
      far.pause();
    });
  }

  mend() {
    this.pairs.forEach(({ near, far }) => (near.destroy(), far.destroy()));
    this.state = 'whole';
  }

  close() {
    this.cut();
    this.server.close();
  }
}
