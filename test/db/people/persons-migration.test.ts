import { randomBytes, randomUUID } from 'node:crypto';
import { connectDatabase, inScope } from '../../../db/core/database';
import { openFile } from '../../../db/access/files.commands';
import { migrate } from '../../../db/migrate';
import { migrationSource } from '../../../db/migrations';
import { ownerUrl, createDatabase } from '../../../ops/postgres';
import { readKeyring } from '../../../platform/keys';
import { makePersonKey, sealFor } from '../../../platform/person-keys';
import { shared } from '../../support/shared';

test('PER-1 SEC-12 whoever had an account as an individual or a key becomes a person: keys and files are where they were, and open', async () => {
  const { postgres } = shared();
  const name = `persons_${randomUUID().slice(0, 8)}`;
  await createDatabase(postgres, name);
  const url = ownerUrl(postgres, name);
  const owner = connectDatabase(url, 3);
  const names = (await migrationSource.getMigrations([])).filter((each) => each < '0028');
  await owner.migrate.latest({ migrationSource: { ...migrationSource, getMigrations: async () => names } });
  const ring = readKeyring(`k:${randomBytes(32).toString('base64')}`);
  const [tenant, ada, finance, nobody, file] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const of = { tenant_id: tenant };
  const key = makePersonKey(ring);
  const content = sealFor(key, ring, Buffer.from('a paper'));
  const user = (id: string, local: string, role: string) => ({
    ...of,
    ...{ id, email: `${local}@old.example`, given_name: 'Ada', family_name: 'O’Old', role },
  });
  await owner('tenants').insert({ id: tenant, key: 'old', name: 'Old', kind: 'card-scheme' });
  await owner('users').insert([user(ada, 'ada', 'individual'), user(finance, 'f', 'finance'), user(nobody, 'n', 'finance')]);
  await owner('person_keys').insert({ ...of, user_id: finance, wrapped: key.wrapped, key_id: key.keyId });
  const about = { entity_id: finance, person_id: finance, uploaded_by: finance, uploaded_at: new Date() };
  const kept = { name: 'a.pdf', type: 'application/pdf', bytes: 7, sha256: Buffer.alloc(32), content };
  await owner('files').insert({ ...of, ...about, ...kept, id: file });
  await migrate(url, null);

  const persons = await owner('persons').orderBy('id');
  expect(persons.map(({ id }) => id).sort()).toEqual([ada, finance].sort());
  for (const person of persons)
    expect(person).toMatchObject({ given_name: 'Ada', family_name: 'O’Old', birth_date: null, tenant_id: tenant });
  expect(await owner('users').whereNotNull('person_id').orderBy('id').select('id', 'person_id')).toEqual(
    [ada, finance].sort().map((id) => ({ id, person_id: id })),
  );
  expect((await owner('files').where({ id: file }).first('content')).content.equals(content)).toBe(true);
  const opened = await inScope(owner, { tenant, organisation: null }, (trx) => openFile(trx, file, ring));
  expect(opened?.content.toString()).toBe('a paper');
  await owner.destroy();
});
