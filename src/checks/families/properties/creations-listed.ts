import { operationOf } from '../../../contract/operation.ts';
import { awaitListed, type Listed } from '../../scenarios/lifecycle/listed.ts';
import { settingRows } from '../../scenarios/bodies/setting-rows.ts';
import { creationOfRow } from '../../scenarios/bodies/tried-setting.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { defineMeasurement } from '../../kit/session.ts';

export type CreationsListed = {
  /** One for each creation that shows documented settings; those that were refused or not made are left out. */
  readonly listed: readonly Listed[];
  readonly untried: readonly string[];
};

/** What the creations with documented settings look like in their list. They are made once a run, for whoever judges settings. */
export const creationsListed = defineMeasurement<{ readonly operation: string }, CreationsListed>({
  id: 'creations-listed',
  async run(session, { operation: key }) {
    const operation = operationOf(session.contract, key);
    const { rows } = await session.measure(settingRows, { operation: key });
    const listed: Listed[] = [];
    const untried: string[] = [];
    for (const row of rows.keys()) {
      const creation = await orSkipped(creationOfRow(session, key, row));
      const shown = isSkipped(creation) ? creation : await awaitListed(session, operation, creation);
      if (isSkipped(shown)) untried.push(shown.reason);
      else if (shown.kind !== 'not-created') listed.push(shown);
    }
    return { listed, untried };
  },
});
