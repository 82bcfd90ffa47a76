import { isSuccess } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { idOfCreation } from '../../scenarios/lifecycle/described-ids.ts';
import { defineScenario } from '../../kit/session.ts';
import { shownResource } from '../../subjects/shown-resource.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { lookInList, onResource } from '../../scenarios/lifecycle/look-at-resource.ts';
import { locationOf } from '../../subjects/changeable.ts';

/** Kinds of texts that are sent: `plain` with capitals and single spaces, `mixed` with letters outside ASCII too, and a very `long` one. */
export const textKinds = ['plain', 'mixed', 'long'] as const;
export type TextKind = (typeof textKinds)[number];

/** A text that was sent in a creation, and what answers show of it. */
export type KeptText = {
  readonly sent: string;
  readonly creation: Exchange;
  /** Every answer that shows a value in the place of the text, and that value. */
  readonly shown: readonly { readonly exchange: Exchange; readonly text: unknown }[];
};

const longest = 300;

const textOf = (kind: TextKind, own: string): string => {
  switch (kind) {
    case 'plain':
      return `${own} Harbour Light`;
    case 'mixed':
      return `${own} Pr\u00F8jekt \u0218\u65E5\u672C \u{1F680}`.normalize('NFC');
    case 'long':
      return `${own}-`.padEnd(longest, 'abcdefghij');
  }
};

/** A creation with a text of one kind, and what its answer and a read show of it (the list, where there is no read and the answer shows nothing). */
export const keptText = defineScenario<{ readonly operation: string; readonly member: string; readonly kind: TextKind }, KeptText>({
  id: 'kept-text',
  async run(session, { operation: key, member: name, kind }) {
    const create = operationOf(session.contract, key);
    const resourceType = session.contract.resourceTypes.find((one) => one.create?.key === key);
    const member = bodyMembers(session.contract, create).find((one) => one.name === name);
    const sent = textOf(kind, session.fresh(`${kind}-${name}`));
    const request = requestAsSet(session, { operation: key, settings: [{ member: name, value: sent }], purpose: `${kind}-text` });
    const creation = await session.send(request);
    const shown: { exchange: Exchange; text: unknown }[] = [];
    const id = resourceType && isSuccess(creation) ? await idOfCreation(session, resourceType, creation) : undefined;
    if (!resourceType || !member || id === undefined) return { sent, creation, shown };
    const at = locationOf(member);
    const add = (exchange: Exchange, resource: unknown): void => {
      const text = resource === undefined ? undefined : valueAt(resource, at);
      if (text !== undefined) shown.push({ exchange, text });
    };
    add(creation, shownResource(resourceType, 'create', creation, id));
    if (resourceType.read) {
      const read = await onResource(session, resourceType.read, id);
      add(read, shownResource(resourceType, 'read', read, id));
    } else if (shown.length === 0) {
      const look = await lookInList(session, resourceType, [id]);
      if (look) add(look.exchange, look.shown.get(id));
    }
    return { sent, creation, shown };
  },
});
