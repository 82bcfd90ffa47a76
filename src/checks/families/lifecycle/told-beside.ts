import { itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Setting } from '../../../generators/body-with.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { requestAsSet } from '../../requests/request-as-set.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { withResources } from '../../scenarios/lifecycle/references.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { type NamedIn, type ToldBeside, toldBeside } from '../../subjects/told-beside.ts';

/** A resource of the run with one below it; the second by its id, undefined where its creation was refused. */
type Family = { readonly parent: PathValues; readonly creation: Exchange; readonly child: string | undefined };

type Result = {
  /** The creations of what the request names, the last one at the end. */
  readonly creations: readonly Exchange[];
  /** The request that names the child of another; undefined where there is none. */
  readonly crossed: Exchange | undefined;
  /** One that names the own child, sent where the other is refused. */
  readonly control: Exchange | undefined;
};

const family = async (session: Session, { operation, parent, child }: ToldBeside, turn: string): Promise<Family> => {
  const { create } = child.resourceType;
  const own = { resourceType: parent.resourceType.name, use: 'spare', for: operation.key, turn: `beside-${turn}` } as const;
  const values = await session.run(inferredResource, own);
  const pathValues = inPath(create.path, valuesAlong(itemOf(parent.resourceType).path, values));
  const creation = await sendCreation(session, usableRequest(session, create, `beside-${turn}`, { pathValues }));
  const made = isSuccess(creation) ? createdResource(child.resourceType, creation, session.target.baseUrl) : undefined;
  return { parent: values, creation, child: made?.kind === 'known' ? Object.values(made.pathValues).at(-1) : undefined };
};

const settingOf = (named: NamedIn, id: string): readonly Setting[] =>
  named.kind === 'path' ? [] : [{ member: named.member.name, value: typesOf(named.member.schema).includes('integer') ? Number(id) : id }];

/** The request that names a resource and one below it, or below another. */
const naming = (
  session: Session,
  { operation, parent, child }: ToldBeside,
  above: PathValues,
  id: string,
  purpose: string,
): Promise<PlannedRequest> => {
  const along = valuesAlong(itemOf(parent.resourceType).path, above);
  const settings = [...settingOf(parent.in, along.at(-1) ?? ''), ...settingOf(child.in, id)];
  const usable =
    settings.length > 0
      ? requestAsSet(session, { operation: operation.key, settings, purpose })
      : usableRequest(session, operation, purpose);
  const own = parent.in.kind === 'path' ? inPath(operation.path, child.in.kind === 'path' ? [...along, id] : along) : {};
  return withResources(session, { ...usable, pathValues: { ...usable.pathValues, ...own } });
};

export const childOfOtherRefused = defineProbe<ToldBeside, Result>({
  id: 'lifecycle/child-of-other-refused',
  title: 'What belongs to another resource than the one that a request names beside it is refused, where the document says so',
  why: 'What two places show as theirs is changed by the one and missed by the other, and whoever sees the one sees into the other.',
  fix: 'Look for the one by its id and by what it belongs to together, also where a body or a link names it.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...toldBeside(contract)],
  prerequisites: ({ operation, parent, child }, around) => [
    ...prerequisitesFor(parent.resourceType.create, around),
    ...prerequisitesFor(child.resourceType.create, around),
    ...prerequisitesFor(operation, around),
  ],
  cost: () => ({ requests: 12, creates: 7 }),
  async run(subject, session) {
    const { operation } = subject;
    const one = await family(session, subject, 'one');
    const other = await family(session, subject, 'other');
    const creations = [one.creation, other.creation];
    if (one.child === undefined || other.child === undefined || one.child === other.child)
      return { creations, crossed: undefined, control: undefined };
    const request = await naming(session, subject, one.parent, other.child, 'beside-crossed');
    // A call with any effect is sent only as it is documented.
    const crossed = await session.send(operation.effect === 'destructive' ? request : { ...request, faults: ['value-unusable'] });
    if (isSuccess(crossed)) return { creations, crossed, control: undefined };
    const control = await session.send(await naming(session, subject, one.parent, one.child, 'beside-own'));
    return { creations, crossed, control };
  },
  judge({ operation, parent, child, sentence }, { creations, crossed, control }) {
    if (!crossed) return inconclusive('No two resources with one below each were created, or their ids are no others', creations);
    if (isSuccess(crossed) && ![202, 207].includes(statusOf(crossed) ?? 0)) {
      const [, other] = creations;
      const expected = `a refusal of ${operation.key} with one of ${child.resourceType.name} that is below another than the named one: "${sentence}"`;
      const where = child.in.kind === 'path' ? `path ${parametersIn(operation.path).at(-1) ?? ''}` : `/${child.in.member.name}`;
      const finding = { code: 'child-of-other-taken', where, expected, actual: outcomeOf(crossed) };
      return unconfirmed(fail(finding, [crossed, ...(other ? [other] : [])]));
    }
    if (![400, 403, 404, 409, 422].includes(statusOf(crossed) ?? 0))
      return inconclusive(`It was answered ${outcomeOf(crossed)}`, [crossed]);
    return control && isSuccess(control)
      ? pass(1)
      : inconclusive(
          `None that is below the named one of ${parent.resourceType.name} was accepted, so the refusal may have another reason`,
          [crossed, ...(control ? [control] : [])],
        );
  },
});
