// Builds the browser application: node build.mjs [output folder] [stamp file]
// Does nothing when nothing changed since the last time: packages are installed anew only with another
// package-lock.json, pages are built anew only with other sources. Needs the network for the first alone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const HERE = import.meta.dirname;
const OUT = resolve(process.argv[2] ?? join(HERE, 'dist'));
const STAMP = resolve(process.argv[3] ?? join(HERE, '.webroot.stamp'));
const CONTRACT = join(HERE, '../src/main/resources/openapi.yaml');
const INSTALLED = join(HERE, 'node_modules/.convoy-installed');
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'tsconfig.json', 'contract.mjs', 'build.mjs', 'package-lock.json', 'package.json'];
const ENTRY_LIMIT_BYTES = 90_000;

function fail(message) {
  console.error(`console: ${message}`);
  process.exit(1);
}

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { cwd: HERE, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    fail(`${command} ${args.join(' ')}: ${error?.message ?? `exit ${status}`}`);
  }
}

function filesOf(path) {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.sort()) {
    hash.update(relative(HERE, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

/** What a file holds, or nothing. */
function told(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function install() {
  const wanted = hashOf([join(HERE, 'package-lock.json')]);
  if (told(INSTALLED) !== wanted) {
    run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
    writeFileSync(INSTALLED, wanted);
  }
}

/** The pages run under `script-src 'self'`: text that becomes code would be refused by the browser, at night. */
function checkBundle() {
  const assets = join(OUT, 'assets');
  for (const name of readdirSync(assets).filter((file) => file.endsWith('.js'))) {
    if (/\bnew Function\b|[^.\w]eval\(/.test(readFileSync(join(assets, name), 'utf8'))) {
      fail(`${name} makes code out of text, which the content security policy forbids`);
    }
  }
  const page = readFileSync(join(OUT, 'index.html'), 'utf8');
  const entry = ['index.html', ...[...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map((match) => match[1])];
  const bytes = entry.reduce((sum, name) => sum + gzipSync(readFileSync(join(OUT, name)), { level: 9 }).length, 0);
  console.log(`console: duty desk ${(bytes / 1000).toFixed(1)} kB gzip in ${entry.length} files`);
  if (bytes > ENTRY_LIMIT_BYTES) {
    fail(`the duty desk is larger than ${ENTRY_LIMIT_BYTES / 1000} kB gzip`);
  }
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node.js 20.19 or newer is needed, this is ${process.versions.node}`);
}
const sources = SOURCES.map((name) => join(HERE, name)).flatMap((path) => (path.endsWith('src') || path.endsWith('public') ? filesOf(path) : [path]));
const state = hashOf([...sources.filter((path) => !path.endsWith('contract.d.ts')), CONTRACT]);
if (told(STAMP) !== state || !existsSync(join(OUT, 'index.html'))) {
  install();
  run('node', 'contract.mjs');
  run('node', 'node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit');
  run('node', 'node_modules/vite/bin/vite.js', 'build', '--outDir', OUT, '--emptyOutDir', '--logLevel', 'warn');
  checkBundle();
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, state);
}
