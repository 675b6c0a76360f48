import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { CACHE } from './paths';

const VERSION = '1.38.0';

/**
 * The program of the time-skipping test server: the SDK's download, else the jars with Java 17 and Maven behind a small
 * shell script that ends with its parent. Throws with what to install.
 */
export async function testServer(say: (line: string) => void): Promise<string> {
  const script = join(CACHE, `test-server-${VERSION}`, 'run.sh');
  if (existsSync(script)) return script;
  const folder = join(CACHE, 'test-server-download');
  const downloaded = () => (existsSync(folder) ? readdirSync(folder).find((name) => !name.startsWith('.')) : undefined);
  try {
    if (!downloaded()) {
      say('downloading the time-skipping test server (the SDK’s way) …');
      mkdirSync(folder, { recursive: true });
      await (
        await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'cached-download', downloadDir: folder } } })
      ).teardown();
    }
    return join(folder, downloaded()!);
  } catch {
    rmSync(folder, { recursive: true, force: true });
    say('… not possible; fetching its jars with Maven (once) …');
  }
  try {
    return fetchJars(script);
  } catch (error) {
    throw new Error(
      `There is no time-skipping test server: let npm reach https://temporal.download, or install Java 17 and Maven. (${(error as Error).message.split('\n')[0]})`,
      { cause: error },
    );
  }
}

function fetchJars(script: string): string {
  const made = join(script, '..');
  const folder = `${made}.new`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'pom.xml'),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>countersign</groupId><artifactId>test-server</artifactId><version>1</version>
<dependencies><dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${VERSION}</version></dependency></dependencies></project>`,
  );
  execFileSync('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'jars')}`], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  execFileSync('java', ['-version'], { stdio: 'ignore' });
  writeFileSync(
    join(folder, 'run.sh'),
    `#!/bin/sh
# Ends with the process that started it: the stock server would live on.
parent=$PPID
( while kill -0 $parent 2>/dev/null && kill -0 $$ 2>/dev/null; do sleep 1; done; kill -9 $$ 2>/dev/null ) &
exec java -cp "${join(made, 'jars')}/*" io.temporal.testserver.TestServer "$@"
`,
  );
  chmodSync(join(folder, 'run.sh'), 0o755);
  rmSync(made, { recursive: true, force: true });
  renameSync(folder, made);
  return script;
}
