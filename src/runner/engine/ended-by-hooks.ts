import { NotTried } from '../../checks/kit/define.ts';
import { HookFailed } from '../../config/hooks.ts';
import type { Redactor } from '../../exchange/redactor.ts';
import type { Sender } from '../../exchange/sender.ts';
import type { Brake } from './limits.ts';

/** The same sender; where a hook of the operator fails, the run ends with the reason, because nothing can be said of requests that were never sent as they ought to be. */
export const endedByHooks = (
  sender: Pick<Sender, 'send' | 'prepare'>,
  brake: Brake,
  redactor: Pick<Redactor, 'text'>,
): Pick<Sender, 'send' | 'prepare'> => {
  const ending = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof HookFailed)) throw error;
      const message = redactor.text(error.message);
      brake.pull({ reason: 'preflight', message });
      throw new NotTried('stopped', message);
    }
  };
  return {
    send: (request, id, options) => ending(() => sender.send(request, id, options)),
    prepare(request) {
      const fire = sender.prepare(request);
      return (id, options) => ending(() => fire(id, options));
    },
  };
};
