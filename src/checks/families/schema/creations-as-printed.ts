import { isSuccess } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import type { Setting } from '../../../generators/body-with.ts';
import { settingsOf } from '../../../generators/settings.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { idOfCreation } from '../../scenarios/lifecycle/described-ids.ts';
import { sentMember } from '../../subjects/creators.ts';
import { createdResourceTypeNamed } from '../../subjects/resources.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { makingFor } from '../../requests/usable-request.ts';
import { created } from '../../scenarios/lifecycle/created.ts';
import { mayPass, onResource } from '../../scenarios/lifecycle/look-at-resource.ts';
import { patienceMs } from '../../kit/patience.ts';
import { triedSetting } from '../../scenarios/bodies/tried-setting.ts';
import { until } from '../../scenarios/lifecycle/until.ts';

/** Creations with each documented value of a member, or the usual creation, each with a read of its resource. */
export type CreationsAsPrinted = readonly { readonly creation: Exchange; readonly read: Exchange | undefined }[];

/** Creates resources with the documented values of one member, and reads each of them. */
export const creationsAsPrinted = defineScenario<{ readonly resourceType: string; readonly member: string }, CreationsAsPrinted>({
  id: 'creations-as-printed',
  async run(session, { resourceType: name, member: memberName }) {
    const { contract, target } = session;
    const resourceType = createdResourceTypeNamed(contract, name);
    const { create } = resourceType;
    const member = bodyMembers(contract, create).find((one) => one.name === memberName);
    const { exchange } = await session.run(created, { operation: create.key });
    const creations: Exchange[] = member && !member.required ? [] : [exchange];
    const settings = member ? settingsOf(create, makingFor(session, 'set'), member).settings : [];
    for (const setting of [
      ...settings,
      ...(member
        ? furtherExamples(member, [...settings.map(({ value }) => value), sentMember(exchange, member.name)], target.values[create.key])
        : []),
    ]) {
      const tried = await orSkipped(triedSetting(session, create.key, setting));
      if (!isSkipped(tried)) creations.push(tried.exchange);
    }
    const found: { creation: Exchange; read: Exchange | undefined }[] = [];
    for (const creation of creations) {
      const id = isSuccess(creation) && resourceType.read ? await idOfCreation(session, resourceType, creation) : undefined;
      found.push({ creation, read: id === undefined || !resourceType.read ? undefined : await readSoon(session, resourceType.read, id) });
    }
    return found;
  },
});

/** The first read that finds a resource, which may take a moment; else the last one. */
const readSoon = async (session: Session, operation: Operation, id: string): Promise<Exchange> => {
  let read = await onResource(session, operation, id);
  if (!mayPass(read)) return read;
  await until(
    session,
    { withinMs: patienceMs(session.target, 'created.listed'), why: 'the new resource must become readable' },
    async () => {
      read = await onResource(session, operation, id);
      return mayPass(read) ? undefined : true;
    },
  );
  return read;
};

/** Further examples of a member that the operator gave no value for. */
const furtherExamples = (
  { name, schema, conventions }: BodyMember,
  tried: readonly unknown[],
  given: Readonly<Record<string, unknown>> | undefined,
): Setting[] => {
  if (given?.[name] !== undefined || conventions.fixture !== undefined || !isObject(schema) || !Array.isArray(schema['examples']))
    return [];
  const examples: readonly unknown[] = schema['examples'];
  return examples
    .filter((example) => !tried.some((value) => JSON.stringify(value) === JSON.stringify(example)))
    .map((value) => ({ member: name, value }));
};
