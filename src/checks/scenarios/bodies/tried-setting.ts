import { isSuccess } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { BodyMember } from '../../../generators/body-members.ts';
import type { Setting } from '../../../generators/body-with.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Session } from '../../kit/session.ts';
import type { AsSet } from '../../requests/request-as-set.ts';
import { freshTexts } from '../../subjects/texts-of-ours.ts';
import { creationAsSet } from '../lifecycle/creation-as-set.ts';
import { otherValues, settingRows } from './setting-rows.ts';
import { unusualText } from './unusual-text.ts';

/** A creation with a setting: accepted together with others, else with this one alone. */
export type TriedSetting = { readonly setting: Setting; readonly exchange: Exchange };

/** Tries a setting by the creation of its row, and alone where that one is refused. */
export const triedSetting = async (session: Session, operation: string, setting: Setting): Promise<TriedSetting> => {
  const { rows } = await session.run(settingRows, { operation });
  const row = rows.findIndex((settings) => settings.some((one) => isSame(one, setting)));
  const isShared = (rows[row]?.length ?? 0) > 1;
  if (isShared) {
    const exchange = await creationOfRow(session, operation, row);
    if (isSuccess(exchange)) return { setting, exchange };
  }
  return { setting, exchange: await session.run(creationAsSet, exclusive(operation, setting)) };
};

const isSame = (a: Setting, b: Setting): boolean => a.member === b.member && JSON.stringify(a.value) === JSON.stringify(b.value);

const exclusive = (operation: string, setting: Setting): AsSet => ({
  operation,
  settings: [setting],
  purpose: `set-${setting.member}-${String(setting.value)
    .replaceAll(/[^\w-]/g, '')
    .slice(0, 20)}`,
});

/** The creation of a row: the one with an unusual text where that was accepted. */
export const creationOfRow = async (session: Session, operation: string, row: number): Promise<Exchange> => {
  const { rows, plainRow } = await session.run(settingRows, { operation });
  const [text] = freshTexts(session.contract, operationOf(session.contract, operation));
  if (row === plainRow && text) {
    const unusual = await session.run(unusualText, { operation, member: text.name });
    if (unusual.row === row && isSuccess(unusual.first)) return unusual.first;
  }
  return session.run(creationAsSet, { operation, settings: rows[row] ?? [], purpose: `row-${row}` });
};

/** Most values that are tried until a creation is accepted. */
const mostOthers = 3;

/** Creations with other values of a member that listed resources show, in order, until one is accepted. Empty where they show none. */
export const triedOthers = async (session: Session, operation: Operation, member: BodyMember): Promise<readonly Exchange[]> => {
  const values = (await otherValues(session, operation, member)).slice(0, mostOthers);
  const tried: Exchange[] = [];
  for (const value of values) {
    const { exchange } = await triedSetting(session, operation.key, { member: member.name, value });
    tried.push(exchange);
    if (isSuccess(exchange)) break;
  }
  return tried;
};
