import { proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { getActivator } from '@temporalio/workflow/lib/global-attributes';
import type { Stands } from '../../domain/commit';

/** What the observer tells the test. */
export interface ObserverSinks extends Sinks {
  observer: { stands(stands: Stands | null): void };
}

/** After each activation, asks the workflow's own `stands` query and hands its answer out: a replay worker takes no queries from outside. */
export const interceptors: WorkflowInterceptorsFactory = () => {
  const { observer } = proxySinks<ObserverSinks>();
  return {
    internals: [
      {
        concludeActivation(input, next) {
          const query = getActivator().queryHandlers.get('stands')?.handler as (() => Stands | null) | undefined;
          if (query) observer.stands(query());
          return next(input);
        },
      },
    ],
  };
};
