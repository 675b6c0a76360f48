import { z } from 'zod';
import { reach } from '../../domain/access/permissions';
import { anotherFound, isNamed, noLookUpLeft, severalMatch } from '../../domain/applications/bulk';
import { referenceOf } from '../../domain/processes';
import type { Refusal } from '../../domain/refusal';
import { fillIn, startApplications } from '../../db/applications/applications.commands';
import { applicationRow } from '../../db/applications/applications.queries';
import { CommitRefused } from '../../db/core/commit-refused';
import { inScope, type Transaction } from '../../db/core/database';
import type { RequestedBy } from '../../db/core/requests.commands';
import { findOrganisation, idsWithin } from '../../db/organisations/organisations.queries';
import { employmentFound } from '../../db/people/employees.queries';
import { employ } from '../../db/people/employments.commands';
import { countLookUp, lookUpPerson } from '../../db/people/look-ups.commands';
import { givePhoto } from '../../db/people/photos.commands';
import type { Keyring } from '../../platform/keys';
import type { Caller } from '../../platform/scope';
import { readBody } from '../core/body';
import { plainCommand } from '../core/command';
import { Problem, type PointedFault } from '../core/problems';
import { route, type ApiDeps, type Route } from '../core/route';
import { isRegistered } from '../core/session';
import { takeLookUp } from '../people/offers';
import { readPosted, type Posted } from './bulk-applications.lines';

const fault = z.object({ pointer: z.string(), code: z.string(), rule: z.string(), detail: z.string(), remedy: z.string() });
const posted = z
  .object({
    index: z.int().describe('Its line, from 0'),
    outcome: z.enum(['started', 'refused']),
    application: z.uuid().nullable(),
    reference: z.string().nullable(),
    state: z.string().nullable().describe('Being completed, or ready to finalise where nothing is missing'),
    faults: z.array(fault).describe('All that is wrong with it, each with its place in the line and what to do'),
  })
  .meta({ id: 'PostedApplication' });

const post = route({
  name: 'postApplicationsInBulk',
  method: 'post',
  path: '/v1/bulk-applications',
  summary:
    'A licensed organisation posts applications, a line of JSON each with its photo (base64), from one of its registered addresses: sound ones are being completed, of the others every fault is told',
  permission: 'fillInApplications',
  rules: ['APP-8', 'SEC-10', 'EMP-1', 'EMP-2', 'AUD-1', 'IDM-1'],
  command: 'plain',
  file: 'application/x-ndjson',
  refuses: [403, 422, 429],
  answers: {
    status: 200,
    description: 'What became of each, in the order of its lines',
    schema: z.object({ started: z.int(), refused: z.int(), items: z.array(posted) }),
  },
  handle: async (call) => {
    const { deps, caller, request } = call;
    await insistOnLicence(deps, caller);
    const { bulkBytes, bulkMost } = caller.policy.applications;
    const { bytes, hash } = await readBody(request, bulkBytes, 'Post fewer applications at once.');
    const lines = await readPosted(bytes, bulkMost);
    // A rehearsal leaves nothing; what it looks for counts all the same, or it could be asked about everybody (EMP-2).
    if (call.dryRun) await countRehearsed(deps, caller, lines);
    return plainCommand(call, { bytes: bytes.length, sha256: hash.toString('hex') }, async (trx, asked, at) => {
      const bulk = new Bulk(trx, caller, deps.config.COUNTERSIGN_KEYS, asked, at);
      const items: z.output<typeof posted>[] = [];
      for (const [index, line] of lines.entries()) items.push({ index, ...(await bulk.outcomeOf(line)) });
      const started = items.filter(({ outcome }) => outcome === 'started').length;
      return { body: { started, refused: items.length - started, items } };
    });
  },
});

/** Applications posted in bulk (APP-8). */
export const bulkApplicationRoutes: Route[] = [post];

type Outcome = Omit<z.output<typeof posted>, 'index'>;
type Sound = Extract<Posted, { asked: unknown }>;

/** The applications of one post in its transaction, each within a savepoint: what one is refused for undoes nothing of another. */
class Bulk {
  constructor(
    private readonly trx: Transaction,
    private readonly caller: Caller,
    private readonly ring: Keyring,
    private readonly asked: RequestedBy,
    private readonly at: string,
  ) {}

  async outcomeOf(line: Posted): Promise<Outcome> {
    if ('faults' in line) return refused(line.faults);
    try {
      await this.countLookUp();
      return await this.trx.transaction((own) => this.start(own, line));
    } catch (error) {
      if (!(error instanceof CommitRefused)) throw error;
      return refused(error.refusals.map(({ place, ...rest }) => ({ ...rest, pointer: place })));
    }
  }

  /** Outside of the savepoint: a look-up counts, whatever comes of the application (EMP-2). */
  private async countLookUp(): Promise<void> {
    const { tenant, organisation, policy } = this.caller;
    const freeAt = await countLookUp(this.trx, { tenant, organisation: organisation! }, policy.employees.lookUpsAnHour, this.at);
    if (freeAt) throw new CommitRefused([noLookUpLeft()]);
  }

  private async start(trx: Transaction, { asked: wanted, photo }: Sound): Promise<Outcome> {
    const { caller, asked, at, ring } = this;
    const { tenant } = caller;
    const organisation = caller.organisation!;
    const roots = reach(caller, 'fillInApplications');
    const nodes = roots && [...(await idsWithin(trx, roots))];
    const employee = await this.employeeOf(trx, wanted);
    const { cardType, purpose, form } = wanted;
    const about = { tenant, organisation, nodes, policy: caller.policy };
    const [id] = await placed(startApplications(trx, about, [{ employee, cardType, purpose }], asked, at), '/applications/0', '');
    await placed(fillIn(trx, id!, form, asked, at), '', '/form');
    const { personId: person } = (await applicationRow(trx, id!, null))!;
    await givePhoto(trx, { tenant, organisation, person }, photo, ring, asked, at);
    const { state } = (await applicationRow(trx, id!, null))!;
    return { outcome: 'started', application: id!, reference: referenceOf('application', id!), state, faults: [] };
  }

  /** The employee whom it is about: one already, whom the look-up finds and both names confirm, or a new person (EMP-1). */
  private async employeeOf(trx: Transaction, { person, cardNumber, office, startedOn }: Sound['asked']): Promise<string> {
    const { caller, asked, at, ring } = this;
    const organisation = caller.organisation!;
    const { birthDate, familyName } = person;
    const by = { tenant: caller.tenant, organisation, user: caller.user };
    const kept = { ring, minutes: caller.policy.employees.lookUpMinutes };
    const found = await lookUpPerson(trx, by, { birthDate, familyName, cardNumber }, kept, at);
    if (found.outcome === 'several') throw new CommitRefused([severalMatch()]);
    if (found.name && !isNamed(found.name, person)) throw new CommitRefused([anotherFound()]);
    const known = await employmentFound(trx, found.id, organisation);
    if (known) return known;
    const wanted = { lookUp: found.id, office, startedOn, person: found.outcome === 'none' ? person : null };
    return employ(trx, by, wanted, { offices: reach(caller, 'addEmployees'), ring }, asked, at);
  }
}

/** A refusal's place within the line, where what it comes from has another body. */
async function placed<Result>(work: Promise<Result>, before: string, instead: string): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CommitRefused)) throw error;
    const moved = ({ place, ...rest }: Refusal) => ({
      ...rest,
      place: instead + (place.startsWith(before) ? place.slice(before.length) : place),
    });
    throw new CommitRefused(error.refusals.map(moved));
  }
}

function refused(faults: PointedFault[]): Outcome {
  return { outcome: 'refused', application: null, reference: null, state: null, faults };
}

/** SEC-10: throws 403 where the organisation is not licensed for it, or posts from an address that it has not registered. */
async function insistOnLicence({ database }: ApiDeps, caller: Caller): Promise<void> {
  const own = caller.organisation && (await inScope(database, caller, (trx) => findOrganisation(trx, caller.organisation!)));
  if (!own || !own.postsInBulk)
    throw new Problem(403, 'licence', 'Your organisation is not licensed to post applications in bulk', {
      detail: 'Ask our staff for the licence, with the addresses from which your programs call.',
    });
  if (!isRegistered(caller.ip, own.registeredAddresses))
    throw new Problem(403, 'address', 'This address is not registered', {
      detail: `Applications in bulk are accepted from your registered addresses only; these came from ${caller.ip}.`,
    });
}

async function countRehearsed({ database, clock }: ApiDeps, caller: Caller, lines: Posted[]): Promise<void> {
  const at = (await clock()).toISOString();
  const sound = lines.filter((line) => 'asked' in line);
  await inScope(database, caller, async (trx) => {
    for (const _line of sound) await takeLookUp(trx, caller, at);
  });
}
