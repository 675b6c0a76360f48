import type { Request, Response } from 'express';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Database } from '../../db/core/database';
import type { Config } from '../../platform/config';
import { limited } from '../../platform/metrics';
import { Problem } from './problems';

const A_MINUTE = 60;

/** Whose requests are counted. */
export type LimitedBy = 'address' | 'user' | 'tenant' | 'signIn';

/**
 * How much one address, one person with all his keys, and one tenant may ask a minute. Tries of credentials and what makes us send something are counted in the
 * database, by all API processes together (SEC-1); the rest in this process: a gate against floods.
 */
export class Limits {
  private readonly limiters: Record<LimitedBy, RateLimiterAbstract>;

  constructor(config: Config, database: Database) {
    const limiter = (points: number) => new RateLimiterMemory({ points, duration: A_MINUTE });
    this.limiters = {
      address: limiter(config.RATE_PER_ADDRESS),
      user: limiter(config.RATE_PER_USER),
      tenant: limiter(config.RATE_PER_TENANT),
      signIn: shared(database, config.RATE_SIGN_INS),
    };
  }

  /** Counts a request, and tells the caller how many are left. Throws 429 where none is. */
  async count(by: LimitedBy, whom: string, response: Response): Promise<void> {
    const limiter = this.limiters[by];
    try {
      tell(response, by, limiter.points, await limiter.consume(whom));
    } catch (state) {
      if (!(state instanceof RateLimiterRes)) throw state;
      limited.inc({ by });
      tell(response, by, limiter.points, state);
      throw new Problem(429, 'too-many', 'Too many requests', {
        detail: `${limiter.points} a minute are allowed. Wait, and repeat with the same Idempotency-Key.`,
        headers: { 'Retry-After': String(Math.ceil(state.msBeforeNext / 1000)) },
      });
    }
  }
}

/** One count for all processes; what is over it is remembered here for the rest of its minute, so that a flood does not reach the store. */
function shared(database: Database, points: number): RateLimiterAbstract {
  return new RateLimiterPostgres({
    storeClient: database,
    storeType: 'knex',
    tableName: 'shared_counts',
    tableCreated: true,
    keyPrefix: 'signIn',
    points,
    duration: A_MINUTE,
    inMemoryBlockOnConsumed: points + 1,
  });
}

/** True for requests that try credentials or make us send something: fewer of them are let pass. */
export function isSignIn(request: Request): boolean {
  return (
    request.method === 'POST' && /^\/v1\/(sessions|links|password-resets|access-requests|applicants|account-claims)/.test(request.path)
  );
}

/** As draft-ietf-httpapi-ratelimit-headers names them. */
function tell(response: Response, by: LimitedBy, points: number, { remainingPoints, msBeforeNext }: RateLimiterRes): void {
  response.set({
    'RateLimit-Policy': `"${by}";q=${points};w=${A_MINUTE}`,
    RateLimit: `"${by}";r=${Math.max(0, remainingPoints)};t=${Math.ceil(msBeforeNext / 1000)}`,
  });
}
