import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const shown = (schema: object) => ({ description: 'd', ...json(schema) });
const none = { description: 'None' };
const text = { type: 'string', minLength: 1, maxLength: 80 };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', required, properties });
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

/** What the document says, and how far it goes. */
type Told = {
  readonly member?: string;
  readonly add?: string;
  readonly remove?: string;
  readonly about?: string;
  /** Steps are shown inside their recipe alone. */
  readonly inside?: boolean;
  /** A creation has to name the position. */
  readonly required?: boolean;
  readonly grouped?: boolean;
  /** A step has a kind, of which some are possible once alone. */
  readonly kinds?: boolean;
  /** The description of the tag that the additions have. */
  readonly tag?: string;
};

const document = ({
  member = 'position',
  add,
  remove,
  about,
  inside = false,
  required = false,
  grouped = false,
  kinds = false,
  tag,
}: Told) => {
  const place = { [member]: { type: 'integer', ...(about === undefined ? {} : { description: about }) } };
  const kind = kinds ? { kind: { type: 'string', enum: ['heat', 'stir', 'serve', 'hint'] } } : {};
  const section = { ...(grouped ? { section: text } : {}), ...kind };
  const step = object({ id: { type: 'string' }, label: text, ...section, ...place }, ['id', 'label', member]);
  const recipe = object({ id: { type: 'string' }, name: text, ...(inside ? { steps: { type: 'array', items: step } } : {}) }, [
    'id',
    'name',
  ]);
  const refused = { 404: none, 409: none, 422: none };
  return {
    openapi: '3.0.3',
    info: { title: 'Recipes', version: '1' },
    ...(tag === undefined ? {} : { tags: [{ name: 'steps', description: tag }] }),
    paths: {
      '/recipes': {
        post: { requestBody: { required: true, ...json(object({ name: text }, ['name'])) }, responses: { 201: shown(recipe), 422: none } },
      },
      '/recipes/{recipeId}': {
        parameters: [inPath('recipeId')],
        get: { responses: { 200: shown(recipe), 404: none } },
        delete: { responses: { 204: none, 404: none } },
      },
      '/recipes/{recipeId}/steps': {
        parameters: [inPath('recipeId')],
        ...(inside ? {} : { get: { responses: { 200: shown({ type: 'array', items: step }), 404: none } } }),
        post: {
          ...(tag === undefined ? {} : { tags: ['steps'] }),
          ...(add === undefined ? {} : { description: add }),
          requestBody: {
            required: true,
            ...json(object({ label: text, ...section, ...place }, ['label', ...Object.keys(kind), ...(required ? [member] : [])])),
          },
          responses: { 201: shown(step), ...refused },
        },
      },
      '/recipes/{recipeId}/steps/{stepId}': {
        parameters: [inPath('recipeId'), inPath('stepId')],
        ...(inside
          ? {}
          : {
              get: { responses: { 200: shown(step), 404: none } },
              patch: {
                requestBody: { required: true, ...json({ type: 'object', properties: { label: text, ...place } }) },
                responses: { 200: shown(step), ...refused },
              },
            }),
        delete: { ...(remove === undefined ? {} : { description: remove }), responses: { 204: none, 404: none } },
      },
    },
  };
};

type Step = { readonly id: string; readonly label: unknown; readonly kind?: unknown; position: number };

type Habit = {
  readonly flaw?:
    | 'keeps gaps'
    | 'puts two in one place'
    | 'inserts at the end'
    | 'moves none aside'
    | 'starts elsewhere'
    | 'leaves a gap after a hint';
  /** Renumbers a little later. */
  readonly late?: boolean;
  readonly start?: number;
  /** Refuses to insert anywhere but at the end. */
  readonly rigid?: boolean;
  /** Inserts behind the step that has the position. */
  readonly behind?: boolean;
};

const judged = async (told: Told, { flaw, late = false, start = 1, rigid = false, behind = false }: Habit) => {
  const { member = 'position' } = told;
  const from = flaw === 'starts elsewhere' ? start + 1 : start;
  const recipes = new Map<string, { readonly id: string; readonly name: unknown; steps: Step[]; before: string; at: number }>();
  let next = 1;
  const url = await serve((incoming, outgoing) => {
    const [, , recipeId = '', part, stepId = ''] = (incoming.url ?? '').split('/');
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const view = ({ position, ...step }: Step): object => ({ ...step, [member]: position });
    void objectBody(incoming).then((body = {}) => {
      if (recipeId === '') {
        if (typeof body['name'] !== 'string' || body['name'] === '') return give(422);
        const made = { id: `r${next++}`, name: body['name'], steps: [], before: '[]', at: 0 };
        recipes.set(made.id, made);
        return give(201, { id: made.id, name: made.name, ...(told.inside === true ? { steps: [] } : {}) });
      }
      const recipe = recipes.get(recipeId);
      if (!recipe) return give(404);
      const sorted = (): Step[] => recipe.steps.toSorted((a, b) => a.position - b.position);
      const seen = (): unknown => {
        const now = sorted().map(view);
        return late && Date.now() - recipe.at < 300 ? JSON.parse(recipe.before) : now;
      };
      if (part === undefined) {
        if (incoming.method === 'DELETE') return give(recipes.delete(recipeId) ? 204 : 404);
        return give(200, { id: recipe.id, name: recipe.name, ...(told.inside === true ? { steps: seen() } : {}) });
      }
      const wanted = body[member];
      const end = from + recipe.steps.length;
      const changes = (): void => void Object.assign(recipe, { before: JSON.stringify(sorted().map(view)), at: Date.now() });
      const isWrong = wanted !== undefined && (typeof wanted !== 'number' || wanted < from || wanted > end || (rigid && wanted !== end));
      if (stepId === '') {
        if (incoming.method === 'GET') return give(200, seen());
        if (typeof body['label'] !== 'string' || body['label'] === '' || isWrong) return give(422);
        const { kind } = body;
        if (told.kinds === true && kind !== 'hint' && recipe.steps.some((one) => one.kind === kind)) return give(409);
        const isAfterHint = flaw === 'leaves a gap after a hint' && sorted().at(-1)?.kind === 'hint';
        const position = typeof wanted === 'number' && flaw !== 'inserts at the end' ? Math.min(behind ? wanted + 1 : wanted, end) : end;
        changes();
        if (flaw !== 'puts two in one place') for (const one of recipe.steps) if (one.position >= position) one.position += 1;
        const made = {
          id: `s${next++}`,
          label: body['label'],
          ...(kind === undefined ? {} : { kind }),
          position: isAfterHint ? position + 1 : position,
        };
        recipe.steps.push(made);
        return give(201, view(made));
      }
      const found = recipe.steps.find(({ id }) => id === stepId);
      if (!found) return give(404);
      if (incoming.method === 'GET') return give(200, view(found));
      if (isWrong) return give(422);
      changes();
      const leave = (): void => {
        if (flaw !== 'keeps gaps') for (const one of recipe.steps) if (one.position > found.position) one.position -= 1;
      };
      if (incoming.method === 'DELETE') {
        recipe.steps = recipe.steps.filter((one) => one !== found);
        leave();
        return give(204);
      }
      if (typeof wanted === 'number') {
        if (flaw !== 'moves none aside') {
          for (const one of recipe.steps) if (one.position > found.position) one.position -= 1;
          for (const one of recipe.steps) if (one !== found && one.position >= wanted) one.position += 1;
        }
        found.position = wanted;
      }
      return give(200, view(found));
    });
  });
  const check = 'lifecycle/positions-without-gaps';
  const { verdicts } = await judgeForeign(writeToolDocument(document(told)), url, {
    allow: ['mutation'],
    credentials: [],
    selection: { only: [check], skip: [] },
  });
  expect(recipes.size).toBe(0);
  return verdicts
    .filter((one) => one.case.check === check)
    .map(({ verdict }) =>
      verdict.kind === 'fail'
        ? `${verdict.finding.code}: ${verdict.finding.actual}`
        : `${verdict.kind}${verdict.kind === 'pass' ? ` ${verdict.judged}` : ''}`,
    );
};

const always: Told = {
  add: 'Appends the step, or inserts it at `position`, and those from there on move down by one. Positions run from 1 without gaps.',
};
const inTag: Told = { tag: 'Positions inside a recipe always run 1, 2, 3 … without gaps or doubles, however you add or remove steps.' };
const counted: Told = { about: 'Counts within the recipe: 1, 2, 3 without gaps', inside: true };
const removing: Told = { remove: 'The steps behind it move up.' };

test.concurrent.for<readonly [Told, Habit, readonly string[]]>([
  [always, {}, ['pass 6']],
  [always, { late: true }, ['pass 6']],
  [always, { rigid: true }, ['pass 4']],
  [{ ...always, required: true }, {}, ['pass 6']],
  [{ ...always, inside: true }, {}, ['pass 5']],
  [{ about: 'Place in the recipe, always consecutive', member: 'rank' }, { start: 0 }, ['pass 6']],
  [
    { add: 'Inserts the step behind the given `position`. Those further down move down by one. Later steps are renumbered.' },
    { behind: true },
    ['pass 1'],
  ],
  [
    { add: 'Inserts the step; `position` is that of the step after which it goes. Later steps are renumbered.' },
    { behind: true },
    ['pass 1'],
  ],
  [{ add: 'Inserts the step at `position`; later steps are renumbered.' }, { behind: true }, ['inserted-elsewhere: 3']],
  [removing, {}, ['pass 1']],
  [removing, { start: 10 }, ['pass 1']],
  [always, { flaw: 'keeps gaps' }, ['position-gap: 1, 3, 4']],
  [{ ...always, inside: true }, { flaw: 'keeps gaps' }, ['position-gap: 1, 3, 4']],
  [always, { flaw: 'puts two in one place' }, ['position-twice: 1, 2, 2, 3']],
  [always, { flaw: 'inserts at the end' }, ['inserted-elsewhere: 4']],
  [always, { flaw: 'moves none aside' }, ['position-twice: 1, 1, 2, 3']],
  [always, { flaw: 'starts elsewhere' }, ['position-gap: 2']],
  [removing, { flaw: 'keeps gaps' }, ['position-gap: 1, 3']],
  [{ about: '0-based index, gapless', member: 'sort_order' }, { flaw: 'keeps gaps', start: 0 }, ['position-gap: 0, 2, 3']],
  // Steps of a kind that is taken are of another kind; each kind is added, and one more after the last of them.
  [{ ...counted, kinds: true }, {}, ['pass 7']],
  [{ ...counted, kinds: true }, { flaw: 'leaves a gap after a hint' }, ['position-gap: 1, 2, 3, 4, 6']],
  [inTag, {}, ['pass 6']],
  [inTag, { flaw: 'moves none aside' }, ['position-twice: 1, 1, 2, 3']],
  // Nothing is said, or something else.
  [{}, { flaw: 'keeps gaps' }, []],
  [{ ...always, remove: 'Leaves a gap in the positions.' }, { flaw: 'keeps gaps' }, []],
  [{ about: 'Position within its section, without gaps', grouped: true }, { flaw: 'keeps gaps' }, []],
  [{ add: 'Positions are consecutive per section.', grouped: true }, { flaw: 'keeps gaps' }, []],
])(
  'what the document says by %j is judged of a service with %j',
  besideOthers(async ([told, habit, expected]) => {
    expect(await judged(told, habit)).toEqual(expected);
  }),
);
