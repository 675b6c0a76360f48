import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { CoreActivities } from '../activities/core.activities';
import type { Stands, Wake } from '../domain/commit';
import { standsQuery, wake, type ProcessStart, type Resumed } from '../messages/core.messages';
import { show } from './show';

const { actOnDue } = proxyActivities<CoreActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/**
 * Many rows under one wait (design 4): sleeps until the next of them falls due, or until it is woken, then does what is due in
 * chunks of one transaction each, until none is left to wait for. It holds the rows' common identifier and nothing else.
 */
export class RowsUnderOneWait {
  private isWoken = false;
  private stands: Stands | null = null;

  constructor(
    private readonly start: ProcessStart,
    resumed?: Resumed,
  ) {
    if (resumed) this.take(resumed);
    setHandler(wake, () => {
      this.isWoken = true;
    });
    setHandler(standsQuery, () => this.stands);
  }

  /** Acts on what is due, again and again, until all rows have ended. */
  async untilDone(): Promise<string> {
    while (!this.stands?.ended) {
      if (this.stands) await this.sleeps(this.stands.wake);
      this.isWoken = false;
      this.take(await actOnDue({ process: this.start, at: new Date().toISOString() }));
      if (!this.stands!.ended && workflowInfo().continueAsNewSuggested && !this.isWoken) await continueAsNew(this.start, this.stands);
    }
    return 'ended';
  }

  private async sleeps(next: Wake | null): Promise<void> {
    if (!next) return condition(() => this.isWoken);
    const milliseconds = Date.parse(next.at) - Date.now();
    if (milliseconds > 0) await condition(() => this.isWoken, milliseconds, { summary: next.summary });
  }

  private take(stands: Stands): void {
    const before = this.stands;
    this.stands = stands;
    show(stands.show, before?.show ?? null);
  }
}
