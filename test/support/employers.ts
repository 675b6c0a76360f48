import { randomUUID } from 'node:crypto';
import type { SeededTenant } from '../../db/seeds/demo';
import type { ApiClient, Got } from './api-client';
import { eventually } from './eventually';
import { picture, verified } from './photos';
import { TERMS } from '../../domain/applications/terms';

/** An application as the API shows it, as far as tests look. */
export interface ApplicationBody {
  id: string;
  reference: string;
  state: string;
  stage: string;
  since: string;
  order: string | null;
  version: number;
  applicant: { registrationNumber: string; name: string };
  requirements: { kind: string; mark: string; isMet: boolean; isVerified: boolean; awaiting: string | null; validTo: string | null }[];
  standing: { awaiting: string; why: string; dueAt: string | null; holds: { name: string }[] } | null;
}
/** An order for cards. */
export interface CardOrderBody {
  id: string;
  state: string;
  applications: string[];
  amount: { amount: number } | null;
  vat: { amount: number } | null;
  version: number;
}
/** What is filled in of an Electrical Labourer's application, whose assessment is to come. */
export const LABOURER = {
  phone: '01603 496000',
  email: 'office@brightwire.example',
  hseChoice: 'laterOnline',
  occupation: 'electricalLabourer',
  grade: null,
  moreOccupations: [],
};
/** Agreed to, and the guidance understood. */
export const FINALISED = { terms: TERMS.version, understandsHsePending: true };

let people = 0;

/** What an employer's people do, as they do it in their portal: each step insists that it was done. */
export class Employer {
  constructor(
    private readonly as: ApiClient,
    private readonly tenant: SeededTenant,
    readonly company: SeededTenant['companies'][number] = tenant.companies[0],
  ) {}

  /** Adds a new person at the first office, whose photo is verified already; answers the employee and the person's registration number. */
  async employee(given = 'Ann', family = 'Apply'): Promise<{ id: string; number: string; birthDate: string }> {
    const made = await this.newcomer(given, family);
    await verified(this.tenant, made.number);
    return made;
  }

  /** The same without a photo. */
  async newcomer(given = 'Ann', family = 'Apply'): Promise<{ id: string; number: string; birthDate: string }> {
    people += 1;
    const birthDate = `19${60 + (people % 30)}-0${1 + (people % 9)}-1${people % 9}`;
    const { id: lookUp } = done(await this.as.post<{ id: string }>('/v1/person-lookups', { birthDate, familyName: `${family}${people}` }));
    const niNumber = `AB${String(200_000 + people)}C`;
    const person = { title: 'Ms', givenName: given, familyName: `${family}${people}`, birthDate, niNumber, gender: 'female' };
    const employment = { lookUp, person, office: this.company.offices[0], startedOn: '2026-01-05', declared: true };
    const made = done(await this.as.post<{ id: string; registrationNumber: string }>('/v1/employments', employment));
    return { id: made.id, number: made.registrationNumber, birthDate };
  }

  /** Employs a person whom a look-up by birth date and last name finds, at the first office; answers the employee. */
  async employed(keys: { birthDate: string; familyName: string }): Promise<{ id: string }> {
    const { id: lookUp } = done(await this.as.post<{ id: string }>('/v1/person-lookups', keys));
    const employment = { lookUp, office: this.company.offices[0], startedOn: '2026-01-05', declared: true };
    return done(await this.as.post<{ id: string }>('/v1/employments', employment));
  }

  /** Starts an application of an employee, or of a new one. */
  async started(employee?: string, cardType = 'craft'): Promise<ApplicationBody> {
    const applications = [{ employee: employee ?? (await this.employee()).id, cardType }];
    return done(await this.as.post<{ items: [ApplicationBody] }>('/v1/applications', { applications })).items[0];
  }

  /** Uploads the photo of an applicant; answers what the API says. */
  async photographed<Body>(application: { id: string }, content: Uint8Array | string): Promise<Got<Body>> {
    const headers = { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': randomUUID() };
    return this.as.send<Body>('POST', `/v1/applications/${application.id}/photo`, content, headers);
  }

  /** An application of somebody new, whose photo is given and not verified yet, that is finalised. */
  async unverified(form: object = LABOURER): Promise<ApplicationBody> {
    const application = await this.started((await this.newcomer()).id);
    done(await this.photographed(application, await picture()));
    await this.filledIn(application, form);
    return this.finalise(application);
  }

  /** Fills an application in. */
  async filledIn(application: { id: string }, form: object = LABOURER): Promise<void> {
    const { headers } = await this.as.get(`/v1/applications/${application.id}/form`);
    done(await this.as.put(`/v1/applications/${application.id}/form`, form, { 'If-Match': headers.get('etag')! }));
  }

  /** An application of an employee, or of a new one, that is finalised. */
  async finalised(employee?: string, form: object = LABOURER): Promise<ApplicationBody> {
    const application = await this.started(employee);
    await this.filledIn(application, form);
    return this.finalise(application);
  }

  /** A file about an application, as evidence. */
  async file(application: { id: string }): Promise<string> {
    const headers = { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': randomUUID(), 'X-File-Name': 'letter.pdf' };
    const path = `/v1/files?about=${application.id}`;
    return done(await this.as.send<{ id: string }>('POST', path, Buffer.from('%PDF-1.7\n%%EOF'), headers)).id;
  }

  /** An exemption from the assessment that is asked for. */
  async exemption(application: { id: string }): Promise<{ id: string; state: string; reference: string }> {
    const body = { application: application.id, evidence: await this.file(application) };
    return done(await this.as.post<{ id: string; state: string; reference: string }>('/v1/exemptions', body));
  }

  /** Finalises it, once: on a loaded machine the first process of a system may not be decided in time, and is asked for again under its key. */
  private finalise({ id }: { id: string }): Promise<ApplicationBody> {
    const headers = { 'Idempotency-Key': randomUUID() };
    return eventually(async () => done(await this.as.post<ApplicationBody>(`/v1/applications/${id}/finalise`, FINALISED, headers)));
  }

  /** A closed order of applications, raised at the company unless it is said where. */
  async closed(applications: { id: string }[], level?: string, also: object = {}): Promise<CardOrderBody> {
    const order = await this.open(applications, level, also);
    return done(await this.as.post<CardOrderBody>(`/v1/application-orders/${order.id}/close`, {}));
  }

  /** An open order of applications. */
  async open(applications: { id: string }[], level = this.company.company, also: object = {}): Promise<CardOrderBody> {
    const [office] = this.company.offices;
    const said = {
      purchaseOrder: 'PO 7',
      level,
      accountsContact: 'Ann',
      billingOffice: office,
      deliveryOffice: office,
      ...also,
    };
    const order = done(await this.as.post<CardOrderBody>('/v1/application-orders', said));
    const ids = applications.map(({ id }) => id);
    if (ids.length === 0) return order;
    return done(await this.as.post<CardOrderBody>(`/v1/application-orders/${order.id}/add`, { applications: ids }));
  }
}

/** Pays an order outside of the system, by two of finance. */
export async function paidOutside(one: ApiClient, other: ApiClient, order: { id: string }): Promise<void> {
  const proposal = done(await one.post<{ id: string }>('/v1/order-payments', { order: order.id, reason: 'paid by cheque' }));
  done(await other.post(`/v1/order-payments/${proposal.id}/approve`, { reason: 'seen at the bank' }));
}

function done<Body>({ status, body }: Got<Body>): Body {
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}
