import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { freePort } from '../../ops/ports';
import { Service } from '../../ops/service';
import { temporalService } from '../../ops/temporal-server';
import { join } from 'node:path';
import { dataConverter } from '../../platform/data-converter';
import { readKeyring } from '../../platform/keys';
import { businessId } from '../../domain/processes';
import { createDocumentsWorker } from '../../workers/worker';
import { shared } from './shared';
import { storeSystem, type StoreSystem } from './store';
import { quiet } from './system';

/** PostgreSQL, a dev server and the document worker, with a workflow of the tests' own that has one document made. */
export async function documentSystem(name: string) {
  quiet();
  const { temporal: program, folder } = shared();
  const store: StoreSystem = await storeSystem(name);
  const ring = readKeyring(`test:${randomBytes(32).toString('base64')}`);
  const port = await freePort(57_000);
  const service = new Service(
    temporalService({ program, port, uiPort: await freePort(port + 1), file: join(folder, `${name}.db`) }),
    folder,
  );
  await service.start();
  const address = `127.0.0.1:${port}`;
  const [connection, native] = [await Connection.connect({ address }), await NativeConnection.connect({ address })];
  const client = new Client({ connection, dataConverter: dataConverter(ring) });
  const workers = [
    await createDocumentsWorker(native, 'default', { database: store.database, ring }),
    await Worker.create({
      connection: native,
      taskQueue: 'test',
      workflowsPath: require.resolve('./one-document.workflow'),
      dataConverter: dataConverter(ring),
    }),
  ];
  const running = workers.map((worker) => worker.run());
  const make = ({ tenant, document }: { tenant: string; document: string }, workflowId: string): Promise<{ file: string }> =>
    client.workflow.execute('oneDocument', {
      taskQueue: 'test',
      workflowId,
      args: [{ tenant, businessId: businessId('document', document) }],
    });
  return {
    ...store,
    ring,
    client,
    make,
    stop: async () => {
      workers.forEach((worker) => worker.shutdown());
      await Promise.all(running);
      await native.close();
      await connection.close();
      await service.stop();
      await store.stop();
    },
  };
}
