import { createdResource } from '../../../contract/infer/created-resource.ts';
import { inPath } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, Undecidable, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { bodyOf } from '../../scenarios/lifecycle/round-trip/way.ts';
import { sendBelowSame } from '../../scenarios/lifecycle/send-creation.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { type WholeList, wholeLists } from '../../subjects/whole-lists.ts';

type Result = {
  /** All of them in another order. */
  readonly whole: Exchange;
  /** The same with one left out, and with one named twice; undefined where that was not tried. */
  readonly partial: Exchange | undefined;
  readonly double: Exchange | undefined;
};

/** How many are made below the resource. */
const made = 3;

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

export const wholeListDemanded = defineProbe<WholeList, Result>({
  id: 'body/whole-list-demanded',
  title: 'A list that has to name everything below a resource is refused where it leaves one out, or names one twice',
  why: 'Two people put things in order at once, and what one of them had just added is nowhere in the list afterwards.',
  fix: 'Compare the list with what is stored below the resource, in the same step in which the order is written.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: wholeLists,
  prerequisites: ({ operation, resourceType, child }, around) => [
    ...prerequisitesFor(resourceType.create, around),
    ...permissionsFor(child.create),
    ...permissionsFor(operation),
  ],
  cost: () => ({ requests: 12, creates: 1 + made }),
  async run(subject, session) {
    const { operation, resourceType, child, member, areNumbers, isOnce } = subject;
    const parent = await session.run(inferredResource, {
      resourceType: resourceType.name,
      use: 'spare',
      for: operation.key,
      turn: 'whole-list',
    });
    const pathValues = valuesFor(subject, parent);
    if (!pathValues) throw new NotTried('unsupported', `Nothing shows what the path of ${operation.key} names`);
    const ids: string[] = [];
    for (let n = 0; n < made; n += 1) {
      const values = inPath(child.create.path, Object.values(pathValues));
      const creation = await sendBelowSame(session, usableRequest(session, child.create, `whole-list-${n}`, { pathValues: values }));
      const one = isSuccess(creation) ? createdResource(child, creation, session.target.baseUrl) : undefined;
      const id = one?.kind === 'known' ? Object.values(one.pathValues).at(-1) : undefined;
      if (id === undefined) throw new Undecidable(`${child.create.key} was answered ${outcomeOf(creation)}`, [creation]);
      ids.push(id);
    }
    const usual = usableRequest(session, operation, 'whole-list', { pathValues });
    const send = (list: readonly string[], isMistaken: boolean): Promise<Exchange> =>
      session.send({
        ...usual,
        body: askedBody(operation, { ...bodyOf({ request: usual }), [member]: areNumbers ? list.map(Number) : list }),
        ...(isMistaken ? { faults: ['value-unusable'] } : {}),
      });
    const turned = ids.toReversed();
    const whole = await send(turned, false);
    if (!isDone(whole)) return { whole, partial: undefined, double: undefined };
    const partial = await send(turned.slice(0, -1), true);
    const double = isOnce && !isSuccess(partial) ? await send([...turned, ...turned.slice(0, 1)], true) : undefined;
    return { whole, partial, double };
  },
  judge({ member, sentence }, { whole, partial, double }) {
    if (!partial) return inconclusive(`The list of all was answered ${outcomeOf(whole)}`, [whole]);
    const tried = [
      { exchange: partial, what: 'that leaves one out', code: 'partial-list-accepted' },
      ...(double ? [{ exchange: double, what: 'that names one twice', code: 'double-in-list-accepted' }] : []),
    ];
    const broken = tried.find(({ exchange }) => isDone(exchange));
    if (broken) {
      const { exchange, what, code } = broken;
      const finding = {
        code,
        where: `/${member}`,
        expected: `a refusal of a list ${what}: "${sentence.trim()}"`,
        actual: outcomeOf(exchange),
      };
      return unconfirmed(fail(finding, [exchange, whole]));
    }
    const refused = tried.filter(({ exchange }) => [400, 409, 422].includes(statusOf(exchange) ?? 0));
    return refused.length > 0 ? pass(refused.length) : inconclusive(`It was answered ${outcomeOf(partial)}`, [partial]);
  },
});
