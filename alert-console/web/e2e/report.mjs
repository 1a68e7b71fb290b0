// One line for each check, figures beside them, and a summary for whoever started this.
import { writeFileSync } from 'node:fs';

export class Report {
  constructor() {
    this.checks = [];
    this.figures = {};
    /** Called with a name when a check has failed: a picture says more than a line. */
    this.onFailure = async () => {};
  }

  /** Runs one check; what it throws is its failure. Gives whether it passed. */
  async check(name, work) {
    const started = performance.now();
    try {
      const said = await work();
      this.add(name, null, performance.now() - started, typeof said === 'string' ? said : '');
      return true;
    } catch (failure) {
      this.add(name, String(failure?.message ?? failure).split('\n').slice(0, 3).join(' | '), performance.now() - started, '');
      await this.onFailure(`failed-${this.checks.length}`).catch(() => {});
      return false;
    }
  }

  /** A check without which the rest means nothing: its failure ends the run. */
  async must(name, work) {
    if (!(await this.check(name, work))) {
      throw new Error(`the run ends here, for without "${name}" the rest means nothing`);
    }
  }

  add(name, failure, millis, said) {
    this.checks.push({ name, passed: failure === null, ...(failure === null ? {} : { failure }), millis: Math.round(millis) });
    console.log(`${failure === null ? 'ok  ' : 'FAIL'} ${name}${said ? ` (${said})` : ''}${failure === null ? '' : `: ${failure}`}`);
  }

  figure(name, value) {
    this.figures[name] = value;
    console.log(`     ${name}: ${value}`);
  }

  /** Writes the summary and gives the exit status. */
  end(file) {
    const passed = this.checks.filter((check) => check.passed).length;
    const failed = this.checks.length - passed;
    if (file) {
      writeFileSync(file, `${JSON.stringify({ passed, failed, figures: this.figures, checks: this.checks }, null, 2)}\n`);
    }
    console.log(`browser: ${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  }
}

export function expect(truth, what) {
  if (!truth) {
    throw new Error(what);
  }
}
