import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../api/openapi';
import { drawTransitions } from './drawing';
import { ROOT } from './paths';
import { writeCoverage } from './rule-coverage';

/** `npm run docs`: writes what is made by machine. */
writeFileSync(join(ROOT, 'openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
writeFileSync(join(ROOT, 'docs', 'states.md'), drawTransitions());
writeCoverage();
console.log('openapi.json, docs/states.md and docs/rulebook.md are written.');
