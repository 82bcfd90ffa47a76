import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { firstLooks, nameIn, type ResourceRead } from '../../scenarios/lifecycle/first-looks.ts';
import { livesWith, storyPrerequisites } from '../../subjects/resources.ts';
import { isNormalised } from '../../subjects/normalised.ts';
import { mentions, type Resource } from '../../subjects/shown-resource.ts';

export const bodyIsRead = defineProbe({
  id: 'transport/body-is-read',
  title: 'A created resource has the name that its body sent',
  why: 'Where a body is accepted and not read, the resource has default values, and the caller believes that it has the ones that were sent.',
  fix: 'Read the members of a body of the documented media type, and store them.',
  phase: 'mutate',
  stage: 'opening',
  exclusive: 'collection',
  over: (contract) =>
    livesWith(contract, 'read').flatMap(({ resourceType }) => {
      const { create, read, convention } = resourceType;
      return create?.body && read && convention.name !== undefined
        ? [at(create.body.location, { resourceType, name: convention.name })]
        : [];
    }),
  prerequisites: ({ resourceType }, around) => storyPrerequisites(resourceType, around, ['read']),
  cost: ({ resourceType }) => storyCost(resourceType, 30),
  run: ({ resourceType }, session) => session.run(firstLooks, { resourceType: resourceType.name }),
  judge({ name: where, resourceType }, { resources, reads }) {
    if (reads.length === 0) return notMade(resources.own.creation);
    const seen = reads.flatMap((read) => {
      const name = nameSeen(read, where);
      return name === undefined ? [] : [{ read, name }];
    });
    const isKept = resourceType.presumed ? isNormalised : (sent: unknown, name: unknown): boolean => sent === name;
    const other = seen.find(({ read, name }) => !read.made.names.some((sent) => isKept(sent, name)));
    if (other) {
      const { made, exchange } = other.read;
      const expected = made.names.map((name) => shown(name)).join(' or ');
      const finding = { code: 'stored-otherwise', where, expected, actual: shown(other.name) };
      return unconfirmed(fail(finding, [exchange, made.creation]));
    }
    if (seen.length > 0) return pass(seen.length);
    const last = reads.map(({ exchange }) => exchange);
    return inconclusive(`No read of what was created shows a name: ${last.map(outcomeOf).join(', ')}`, last);
  },
});

/** The name that a read shows: that of the resource, of a body that may be one, else the sent name anywhere in the body. */
const nameSeen = ({ made, exchange, resource }: ResourceRead, where: string): unknown => {
  if (!isSuccess(exchange) || made.names.length === 0) return undefined;
  return (
    nameIn(resource ?? wholeBody(exchange), where) ??
    made.names.find((name) => typeof name === 'string' && mentions(jsonOf(exchange), name))
  );
};

const wholeBody = (exchange: Exchange): Resource | undefined => {
  const body = jsonOf(exchange);
  return isObject(body) ? body : undefined;
};
