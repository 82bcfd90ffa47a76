import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { once } from '../../kit/session.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { hasStatus } from '../../kit/success.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { updated } from '../../scenarios/lifecycle/updated.ts';
import { changeable } from '../../subjects/changeable.ts';
import { creators } from '../../subjects/creators.ts';
import { makeableResourceTypes, storyPrerequisites } from '../../subjects/resources.ts';
import { askedContent } from '../../../contract/asked-content.ts';

/** The calls with a body of the documented media type; `sent` is empty where none could be made. */
type Sent = { readonly creation: Exchange; readonly sent: readonly Exchange[] };

/** A JSON body that creates a resource or changes one; `changed` is the resource type that it changes. */
type TypedBody = Subject & { readonly operation: Operation; readonly changed: ResourceType | undefined };

/** JSON bodies that create resources, then those that change resources that a run can create. */
const typedBodies = (contract: Contract): TypedBody[] => {
  const changes = changingBodies(contract);
  const creations = creators(contract).flatMap((operation) =>
    operation.body
      ? [at(operation.body.location, { operation, changed: changes.find((one) => one.operation.key === operation.key)?.changed })]
      : [],
  );
  return [...creations, ...changes];
};

const changingBodies = (contract: Contract): TypedBody[] => {
  const all = makeableResourceTypes(contract).flatMap((resourceType): TypedBody[] => {
    const { update } = resourceType;
    if (!update?.body || !askedContent(update.body) || changeable(contract, resourceType, update).length === 0) return [];
    return [at(update.body.location, { operation: update, changed: resourceType })];
  });
  return [...new Map(all.map((one) => [one.operation.key, one])).values()];
};

export const contentTypeAccepted = defineProbe({
  id: 'transport/content-type-accepted',
  title: 'A body of the documented media type is accepted',
  why: 'Every client announces the documented type; where it is refused, no client can create or change anything.',
  fix: 'Accept the documented media type without parameters wherever a body is read.',
  phase: 'mutate',
  stage: 'opening',
  exclusive: 'collection',
  over: typedBodies,
  prerequisites: ({ operation, changed }, around) =>
    changed ? storyPrerequisites(changed, around, ['read', 'update']) : prerequisitesFor(operation, around),
  cost: ({ changed }) => (changed ? storyCost(changed, 60) : { requests: 3, creates: 1 }),
  async run({ operation, changed }, session): Promise<Sent> {
    if (!changed) {
      const { exchange } = await session.run(created, { operation: operation.key });
      return { creation: exchange, sent: [exchange] };
    }
    const { creation, updates } = await session.run(updated, { resourceType: changed.name });
    return { creation, sent: updates.map(({ exchange }) => exchange) };
  },
  judge({ operation }, { creation, sent }) {
    if (sent.length === 0) return notMade(creation);
    const refused = sent.find((one) => hasStatus(one, [406, 415]));
    if (refused) {
      const actual = `status ${outcomeOf(refused)}`;
      const finding = { where: 'Content-Type', expected: 'a success with the documented media type', actual };
      return fail({ code: 'content-type-refused', ...finding }, [refused]);
    }
    const accepted = sent.filter(isSuccess);
    if (accepted.length > 0) return pass(accepted.length);
    return inconclusive(`${operation.key} was answered ${sent.map(outcomeOf).join(', ')}`, sent);
  },
});

/** Error responses that may be due to the announced media type. */
const typeErrors = [400, 406, 415, 422];

export const contentTypeParameterHarmless = defineProbe({
  id: 'transport/content-type-parameter-harmless',
  title: 'A body is accepted with a charset parameter in its media type',
  why: 'Many clients add the parameter on their own, and a service that compares the whole header refuses them all.',
  fix: 'Compare only type and subtype, and ignore parameters that JSON does not have (RFC 8259 section 11).',
  phase: 'mutate',
  stage: 'opening',
  exclusive: 'collection',
  over: (contract) =>
    creators(contract).flatMap((operation) => {
      const { body } = operation;
      return body && askedContent(body)?.mediaType === 'application/json' ? [at(body.location, { operation })] : [];
    }),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 4, creates: 2 }),
  async run({ operation }, session) {
    const { exchange: without } = await session.run(created, { operation: operation.key });
    if (!isSuccess(without)) return { without, parameter: undefined };
    const request = usableRequest(session, operation, 'charset');
    const headers = [...request.headers, ['Content-Type', 'application/json; charset=utf-8'] as const];
    return { without, parameter: await once(session, { ...request, headers }) };
  },
  judge(_creation, { without, parameter }) {
    if (!parameter) return inconclusive(`A creation without the parameter was answered ${outcomeOf(without)}`, [without]);
    if (isSuccess(parameter)) return pass(1);
    if (hasStatus(parameter, typeErrors)) {
      const finding = { where: 'Content-Type', expected: 'a success with charset=utf-8 too', actual: `status ${outcomeOf(parameter)}` };
      return fail({ code: 'content-type-parameter-refused', ...finding }, [parameter, without]);
    }
    return inconclusive(`A creation with charset=utf-8 was answered ${outcomeOf(parameter)}`, [parameter]);
  },
});
