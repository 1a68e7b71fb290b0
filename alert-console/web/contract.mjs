// Writes src/wire/contract.d.ts out of the server's OpenAPI file: the browser's types are never older than the contract.
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../src/main/resources/openapi.yaml', import.meta.url);
const target = new URL('src/wire/contract.d.ts', import.meta.url);

const types = astToString(await openapiTS(source));
const before = await readFile(target, 'utf8').catch(() => '');
if (types !== before) {
  await writeFile(target, types);
  // as old as what it was made of: a build that looks for newer sources does not find its own product
  const { atime, mtime } = await stat(source);
  await utimes(target, atime, mtime);
}
