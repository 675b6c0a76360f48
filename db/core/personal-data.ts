import { account, security, service, trail } from './purposes';
import { actor, datum, entity, subject, type PersonalData } from './register';

/** A command's request, for as long as its answer may be asked for again. */
const repeats = { ...service, why: 'To decide a command once and to answer its repeats alike (IDM-1)', basis: 'f' as const };

/** What every area's commands use: requests, commits, trail, cases, messages, tallies; the log; those who are sent something. */
export const corePersonalData: PersonalData = {
  tables: {
    knex_migrations: 'id name batch migration_time',
    knex_migrations_lock: 'index is_locked',
    tenants: 'id key name kind seller_address vat_number',
    policies: 'id tenant_id version effective_from changes',
    bank_holidays: 'day name',
    audit_links: 'tenant_id position audit_seq txid key_id hash linked_at',
    webhook_messages: 'source message_id tenant_id body_hash type received_at done_at refused_at',
    tallies: { none: 'tenant_id share value', people: [actor('name', { behind: 'assigned/' })] },
    requests: {
      none: 'id tenant_id organisation_id route key body_hash body_key_id received_at business_id answered_at',
      people: [
        actor('user_id'),
        actor('session_id', { of: 'sessions.id' }),
        actor('api_key_id', { of: 'api_keys.id' }),
        entity('message', { within: true }),
      ],
      personal: [
        datum('ip', 'Internet address', security),
        datum('body', 'What was sent', repeats, 'master'),
        datum('answer', 'What was answered', repeats, 'master'),
      ],
    },
    commits: { none: 'tenant_id key input_hash at', people: [entity('result', { within: true })] },
    audit: {
      none: 'seq tenant_id organisation_id entity_type event at recorded_at policy_version calendar_version txid',
      people: [
        entity('entity_id'),
        actor('user_id'),
        actor('session_id', { of: 'sessions.id' }),
        actor('api_key_id', { of: 'api_keys.id' }),
        entity('request_id'),
        entity('before', { within: true }),
        entity('after', { within: true }),
        entity('evidence', { within: true }),
      ],
      personal: [datum('ip', 'Internet address', trail), datum('reason', 'The reason that somebody gave', trail)],
    },
    processes: {
      none: 'business_id tenant_id organisation_id kind entity_type reference owner stage awaiting clock since why next due_at policy_version opened_at ended_at version changed_version calendar_version holds',
      people: [entity('entity_id'), entity('state', { within: true })],
    },
    process_stages: {
      none: 'version tenant_id organisation_id stage awaiting clock entered_at event',
      people: [entity('business_id', { of: 'processes.business_id' })],
    },
    outbox: {
      none: 'id tenant_id organisation_id kind name created_at sending_at done_at failed_at possible_repeats message_id not_before delivered_at attempts next_try_at leased_until last_error skipped_at due_at lane',
      people: [
        entity('entity_id'),
        subject('reached'),
        subject('target', { behind: 'user/' }),
        subject('target', { behind: 'request/', of: 'access_requests.id' }),
        subject('target', { behind: 'former/', of: 'former_mobiles.id' }),
        entity('target', { behind: 'applicant/' }),
        entity('target'),
        entity('facts', { within: true }),
      ],
    },
    mail_queue: { view: 'outbox', none: 'run_at status' },
  },
  logs: {
    none: 'level time process msg method route status ms trace request port tenant delivery case run activity queue build trigger store message error stack impossible restarted refreshed broken',
    people: [actor('user'), actor('session', { of: 'sessions.id' }), actor('key', { of: 'api_keys.id' })],
  },
  parties: {
    'platform/temporal.ts': {
      name: 'The Temporal server, and its database of histories',
      why: 'It keeps what each process waits for; payloads are sealed under a master key',
      none: 'Kind Stage Awaiting DueAt Reference Owner Tenant',
      people: [entity('payload', { within: true })],
    },
    'platform/tracing.ts': {
      name: 'The collector of traces, where one is configured',
      why: 'It shows where time goes',
      none: 'http.route countersign.request countersign.tenant db.system namespace taskQueue workflowType run_id runId firstExecutionRunId originalExecutionRunId continuedFromExecutionRunId temporalActivityId startTime runStartTime executionTimeoutMs executionExpirationTime runTimeoutMs taskTimeoutMs retryPolicy attempt cronSchedule cronScheduleToScheduleInterval historyLength historySize continueAsNewSuggested suggestedContinueAsNewReasons targetWorkerDeploymentVersionChanged currentBuildId currentDeploymentVersion unsafe priority parent root memo searchAttributes typedSearchAttributes lastResult lastFailure',
      people: [
        entity('workflowId', { within: true }),
        entity('temporalWorkflowId', { within: true }),
        entity('temporalUpdateId', { of: 'requests.id' }),
      ],
    },
    'activities/providers/smtp.ts': {
      name: 'The SMTP relay',
      why: 'It delivers our mails',
      none: 'from message-id date auto-submitted dkim-signature',
      personal: [
        datum('to', 'E-mail addresses', account),
        datum('subject text html', 'What the mail says, as its template has it', service),
      ],
    },
    'activities/providers/sms.ts': {
      name: 'The SMS provider',
      why: 'It delivers our codes',
      none: 'reference',
      personal: [datum('to', 'Mobile number', account), datum('text', 'What the message says, as its template has it', service)],
    },
  },
};
