import { isSuccess, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Setting } from '../../../generators/body-with.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { freshTexts } from '../../subjects/texts-of-ours.ts';
import { creationAsSet } from '../lifecycle/creation-as-set.ts';
import { settingRows } from './setting-rows.ts';

export type UnusualText = {
  readonly first: Exchange;
  /** The same body with a usual text, right after a server error, and the unusual one once more. */
  readonly repeated: { readonly usual: Exchange; readonly again: Exchange } | undefined;
  /** The row of settings that the body also has; undefined for the smallest body. */
  readonly row: number | undefined;
};

/** Latin, Romanian and Chinese letters, and a sign beyond the first plane of Unicode. */
export const beyondAscii = ' \u00DC\u0219\u65E5\u{1F680}';

/**
 * Creates a resource whose text has letters outside ASCII. The body also has a row of settings, where one creation can serve both;
 * where that is refused, or fails with a usual text too, it is the smallest body.
 */
export const unusualText = defineScenario<{ readonly operation: string; readonly member: string }, UnusualText>({
  id: 'unusual-text',
  async run(session, { operation, member }) {
    const { rows, plainRow } = await session.run(settingRows, { operation });
    const settings = plainRow === undefined ? undefined : rows[plainRow];
    if (settings) {
      const tried = await tryText(session, { operation, member, settings, purpose: `row-${plainRow}` });
      const isTelling = isSuccess(tried.first) || (tried.repeated !== undefined && isSuccess(tried.repeated.usual));
      if (isTelling) return { ...tried, row: plainRow };
    }
    return { ...(await tryText(session, { operation, member, settings: [], purpose: 'usual' })), row: undefined };
  },
});

type Trying = { readonly operation: string; readonly member: string; readonly settings: readonly Setting[]; readonly purpose: string };

const tryText = async (session: Session, { operation, member, settings, purpose }: Trying): Promise<Omit<UnusualText, 'row'>> => {
  const known = freshTexts(session.contract, operationOf(session.contract, operation)).some(({ name }) => name === member);
  if (!known) throw new NotTried('not-applicable', `The text of "${member}" of ${operation} is not free`);
  const text = session.fresh(`unusual-${purpose}-${member}`) + beyondAscii;
  const request = requestAsSet(session, { operation, settings: [...settings, { member, value: text }], purpose });
  const first = await session.send(request);
  if ((statusOf(first) ?? 0) < 500) return { first, repeated: undefined };
  const usual = await session.run(creationAsSet, { operation, settings, purpose });
  return { first, repeated: { usual, again: await session.send(request) } };
};
