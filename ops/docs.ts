import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { accessMatrix, ACCESS_FILE } from './access-matrix';
import { contractText } from './contract-file';
import { drawTransitions } from './drawing';
import { ROOT } from './paths';
import { drawPersonalData } from './personal-data';

/** `npm run docs`: writes what is made by machine; CI compares it with what is committed. */
const made = {
  [join(ROOT, 'openapi.json')]: contractText(),
  [join(ROOT, 'docs', 'states.md')]: drawTransitions(),
  [ACCESS_FILE]: accessMatrix(),
  [join(ROOT, 'docs', 'personal-data.md')]: drawPersonalData(),
};
for (const [file, text] of Object.entries(made)) writeFileSync(file, text);
execFileSync(process.execPath, [join(ROOT, 'ops', 'client-types.mjs')], { stdio: 'pipe' });
console.log(
  `${Object.keys(made)
    .map((file) => relative(ROOT, file))
    .join(', ')} are written.`,
);
