import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../api/openapi';
import { drawTransitions } from './drawing';
import { ROOT } from './paths';
import { drawPersonalData } from './personal-data';
import { writeCoverage } from './rule-coverage';

/** `npm run docs`: writes what is made by machine. */
writeFileSync(join(ROOT, 'openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
execFileSync(process.execPath, [join(ROOT, 'node_modules/openapi-typescript/bin/cli.js'), 'openapi.json', '-o', 'console/kit/api.d.ts'], {
  cwd: ROOT,
  stdio: 'pipe',
});
writeFileSync(join(ROOT, 'docs', 'states.md'), drawTransitions());
writeFileSync(join(ROOT, 'docs', 'personal-data.md'), drawPersonalData());
writeCoverage();
console.log('openapi.json, console/kit/api.d.ts, docs/states.md and docs/rulebook.md are written.');
