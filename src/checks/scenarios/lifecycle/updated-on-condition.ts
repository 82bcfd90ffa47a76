import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineScenario } from '../../kit/session.ts';
import { changeable, locationOf } from '../../subjects/changeable.ts';
import { resourceTypeNamed } from '../../subjects/resources.ts';
import { shownResource } from '../../subjects/shown-resource.ts';
import { isCached, onResource, parentsOf, strongTag } from './look-at-resource.ts';
import { otherValue, roundedApart, shownRest, updated } from './updated.ts';

/** A read of a resource, and its entity tag where that is a strong one (RFC 9110, section 8.8.3). */
export type Tagged = { readonly exchange: Exchange; readonly tag: string | undefined };

/** An update on a condition, and the read after it. */
export type OnCondition = { readonly value: unknown; readonly exchange: Exchange; readonly after: Tagged };

/** The updates of a resource by its entity tag. */
export type UpdatedOnCondition = {
  readonly creation: Exchange;
  /** Where an item shows the member that is changed. */
  readonly member: string;
  readonly before: Tagged;
  /** The update that names the tag of `before`. */
  readonly current: OnCondition;
  /** A second one that names the same tag, after the resource has another; undefined where nothing was changed. */
  readonly stale: OnCondition | undefined;
};

/** The name of the field as an operation declares it; undefined where it does not. */
export const conditionOf = ({ parameters }: Operation): string | undefined =>
  parameters.find(({ in: where, name }) => where === 'header' && name.toLowerCase() === 'if-match')?.name;

/** Does a refusal say that the condition does not hold. */
export const isPreconditionFailed = (exchange: Exchange): boolean => statusOf(exchange) === 412;

/**
 * Reads a resource of the run, changes it naming its entity tag, and changes it again naming the same tag, which is out of date by then. Undefined where there
 * is no such resource, or no strong tag.
 */
export const updatedOnCondition = defineScenario<{ readonly resourceType: string }, UpdatedOnCondition | { readonly creation: Exchange }>({
  id: 'updated-on-condition',
  async run(session, parameters) {
    const resourceType = resourceTypeNamed(session.contract, parameters.resourceType);
    const { creation, id, updates } = await session.run(updated, parameters);
    const { read, update } = resourceType;
    const [member] = update
      ? changeable(session.contract, resourceType, update).filter(({ name }) =>
          updates.some((one) => one.member === name && isSuccess(one.exchange)),
        )
      : [];
    if (id === undefined || !read || !update || !member) return { creation };
    const parents = resourceType.presumed ? parentsOf(creation) : [];
    const look = async (): Promise<Tagged> => {
      const exchange = await onResource(session, read, id, { parents });
      return { exchange, tag: isCached(exchange) ? undefined : strongTag(exchange) };
    };
    const before = await look();
    if (before.tag === undefined) return { creation };
    const condition = conditionOf(update);
    const change = async (seen: Exchange, label: string, tag: string): Promise<OnCondition> => {
      const shown = shownResource(resourceType, 'read', seen, id);
      const held = shown && valueAt(shown, locationOf(member));
      const value = typeof held === 'string' ? session.fresh(label) : otherValue(session, update, member, held, roundedApart);
      const exchange = await onResource(session, update, id, {
        purpose: label,
        parents,
        body: { ...shownRest(session, update, shown), [member.name]: value },
        headers: condition === undefined ? [] : [[condition, tag]],
      });
      return { value, exchange, after: await look() };
    };
    const current = await change(before.exchange, 'current-tag', before.tag);
    const isChanged = isSuccess(current.exchange) && current.after.tag !== undefined && current.after.tag !== before.tag;
    const stale = isChanged && condition !== undefined ? await change(current.after.exchange, 'old-tag', before.tag) : undefined;
    return { creation, member: locationOf(member), before, current, stale };
  },
});
