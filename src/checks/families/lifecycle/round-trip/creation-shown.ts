import { holdsState } from '../../../../contract/infer/state-names.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../../contract/message.ts';
import { readMoment } from '../../../../contract/moment.ts';
import { membersOf } from '../../../../contract/infer/schema-parts.ts';
import type { Contract, Operation, Schema } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { shown as written } from '../../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../../generators/body-members.ts';
import { conditionsIn, holdsFor } from '../../../../generators/conditions.ts';
import { resolvedSchema, typesOf } from '../../../../generators/resolved-schema.ts';
import { isScalar } from '../../../../model/json.ts';
import { fail } from '../../../kit/define.ts';
import { unknownMember } from '../../../scenarios/lifecycle/round-trip/bodies.ts';
import { isSameValue } from '../../../subjects/same-value.ts';
import { comparableMembers, isShownAsSent } from '../../../subjects/shown-as-sent.ts';
import { defineTripCheck, joined, type Judged, judgeSent, none, schemaOf, shownSchema } from './trip-check.ts';

export const sentIsShown = defineTripCheck({
  id: 'lifecycle/sent-is-shown',
  title: 'A created resource shows each member of the request with the value that was sent',
  why: 'After a success the caller believes that everything was stored; what was lost or changed is noticed when it is needed.',
  fix: 'Store every described member as it was sent, and refuse what cannot be stored.',
  // Where no operation reads one, its list shows what was stored.
  judge: (trip, { whole, item, least, empty, great, zoned, kinds }, contract) =>
    joined(
      [whole && item ? { ...whole, looks: [...whole.looks, item] } : whole, least, empty, great, zoned, ...kinds].map((sent) =>
        judgeSent(contract, trip, sent),
      ),
    ),
});

export const unusualTextKept = defineTripCheck({
  id: 'lifecycle/unusual-text-kept',
  title: 'A text with an apostrophe, signs and letters of any language is refused or kept as it is',
  why: 'Names of people and places have such letters; a server that breaks on them, or changes them, does so for whole countries.',
  fix: 'Pass texts to the store as parameters, in UTF-8, and escape them where a page is made and not where they are stored.',
  judge(trip, { odd }, contract) {
    if (!odd) return none;
    const { repeated, exchange, members, body } = odd;
    if (repeated === undefined) return judgeSent(contract, trip, odd, members);
    const { usual, again } = repeated;
    if (!isSuccess(usual) || (statusOf(again) ?? 0) < 500) return none;
    const texts = members.map((name) => written(body[name])).join(', ');
    const finding = {
      code: 'unusual-text-server-error',
      where: `request body /${members[0] ?? ''}`,
      expected: `a success or a 4xx for ${texts}, as with usual texts`,
      actual: `${outcomeOf(exchange)}, twice`,
    };
    return { times: 1, broken: [fail(finding, [exchange, again, usual])] };
  },
});

/** The listed states that a body may set, and that it describes a default for: the answer to the creation shows the first one, where that is not done later. */
const firstStates = (contract: Contract, create: Operation, answered: Schema): readonly (readonly [string, Schema])[] => {
  const isDone = !create.responses.some(({ status }) => status === '202');
  const shown = membersOf(contract.document, answered);
  return bodyMembers(contract, create).flatMap(({ name, schema }) => {
    const resolved = resolvedSchema(contract.document, schema);
    const isListed = isObject(resolved) && Array.isArray(resolved['enum']) && resolved['readOnly'] !== true;
    return isDone && holdsState(name) && isListed && shown.has(name) ? [[name, schema] as const] : [];
  });
};

/** Is a default null where the answer shows an empty text in its place, and could show null. Any other value may be what the service has come to by itself. */
const isEmptyForNull = ({ document }: Contract, shown: Schema | undefined, usual: unknown, now: unknown): boolean => {
  const schema = resolvedSchema(document, shown ?? true);
  const isNullable = typesOf(schema).includes('null') || (isObject(schema) && schema['nullable'] === true);
  return usual === null && now === '' && isNullable;
};

/** Does something in a body keep a member away: it has no default there, and may show what comes of the other one. */
const isKeptAway = (contract: Contract, create: Operation, name: string, body: Readonly<Record<string, unknown>>): boolean => {
  const schemas = new Map(bodyMembers(contract, create).map((one) => [one.name, one.schema]));
  return conditionsIn(contract, create).some(
    (one) => one.rule === 'forbidden' && one.member === name && holdsFor(contract.document, schemas, one, body),
  );
};

const isRightDefault = (contract: Contract, [name, member]: readonly [string, Schema], usual: unknown, now: unknown): boolean =>
  usual !== null && (holdsState(name) ? usual === now : isShownAsSent(contract, member, name, usual, now));

export const defaultsShown = defineTripCheck({
  id: 'lifecycle/defaults-shown',
  title: 'A member that a creation leaves out has its described default',
  why: 'A client leaves out what the document says to be the default, and gets something else.',
  fix: 'Use the described default, or describe the one that is used.',
  suits: ({ create }, contract) => bodyMembers(contract, create).some(({ schema }) => isObject(schema) && schema['default'] !== undefined),
  judge(trip, { least, odd, uninvited }, contract) {
    const asked = schemaOf(trip.create);
    return joined(
      [least, odd, ...uninvited].flatMap((sent) => {
        if (!sent || sent.operation !== trip.create || !isSuccess(sent.exchange)) return [];
        return sent.looks.map((look): Judged => {
          const answered = shownSchema(contract, trip, look, trip.create);
          if (answered === undefined) return none;
          const states = look.word === 'answer' ? firstStates(contract, trip.create, answered) : [];
          const members = [...comparableMembers(contract, asked, answered), ...states].flatMap(([name, member]) => {
            const schema = resolvedSchema(contract.document, member);
            const usual = isObject(schema) ? schema['default'] : undefined;
            const now = look.resource[name];
            const isTelling =
              usual === null
                ? isEmptyForNull(contract, membersOf(contract.document, answered).get(name), usual, now)
                : isScalar(usual) && typeof now === typeof usual;
            return isTelling && sent.body[name] === undefined && !isKeptAway(contract, trip.create, name, sent.body)
              ? [{ name, usual, now, isRight: isRightDefault(contract, [name, member], usual, now) }]
              : [];
          });
          const broken = members
            .filter(({ isRight }) => !isRight)
            .map(({ name, usual, now }) =>
              fail(
                {
                  code: 'default-not-used',
                  where: `/${name}, ${look.word}`,
                  expected: `${written(usual)}, the described default`,
                  actual: written(now),
                },
                look.exchange === sent.exchange ? [sent.exchange] : [look.exchange, sent.exchange],
              ),
            );
          return { times: members.length, broken };
        });
      }),
    );
  },
});

export const uninvitedIgnored = defineTripCheck({
  id: 'lifecycle/undescribed-member-ignored',
  title: 'A member that a request does not describe, or only answers have, is refused or has no effect',
  why: 'Whoever can write an id, a state or a time of creation goes around every rule for them.',
  fix: 'Read only the described members of a body.',
  judge(trip, { uninvited, whole, least, odd, empty, patches, puts, listed }) {
    const others = [whole, least, odd, empty, ...patches, ...puts]
      .flatMap((sent) => sent?.looks ?? [])
      .concat(listed ? [listed.read, listed.item] : []);
    return joined(
      uninvited.map(({ extra, looks, exchange, before }): Judged => {
        const last = looks.findLast(({ word }) => word === 'read') ?? looks.at(-1);
        if (!isSuccess(exchange) || !last) return none;
        const members = Object.entries(extra).filter(([name]) => last.resource[name] !== undefined);
        const taken = members.filter(([name, value]) => {
          const now = last.resource[name];
          return isSameValue(now, value) && (before === undefined || !isSameValue(before[name], value));
        });
        // A creation may begin in any state, and go on to another one: it is told by a state that the answer to it shows at once, and that no other resource came to.
        const isTold = ([name, value]: readonly [string, unknown]): boolean => {
          if (name === trip.id || name === unknownMember || readMoment(value) !== undefined || typeof value === 'number') return true;
          const shown = others.flatMap(({ resource }) => (resource[name] === undefined ? [] : [resource[name]]));
          return (
            shown.length > 2 &&
            !shown.some((one) => isSameValue(one, value)) &&
            looks.every(({ resource }) => isSameValue(resource[name], value))
          );
        };
        const telling = before === undefined ? taken.filter(isTold) : taken;
        const broken = telling.map(([name, value]) =>
          fail(
            {
              code: 'undescribed-member-written',
              where: `/${name}`,
              expected: 'a refusal, or no effect: the request does not describe it',
              actual: `${written(value)}, as it was sent`,
            },
            [exchange, last.exchange],
          ),
        );
        // What is left out of the answer as it should be was looked at all the same.
        return { times: extra[unknownMember] === undefined ? members.length : 1, broken };
      }),
    );
  },
});
