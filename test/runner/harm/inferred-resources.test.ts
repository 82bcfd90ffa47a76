import { describe, expect, test } from 'vitest';
import { NotTried } from '../../../src/checks/kit/define.ts';
import { loadContract } from '../../../src/contract/load.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';
import { throwIfNotAllowed } from '../../../src/runner/engine/limits.ts';
import { createOwnResources } from '../../../src/runner/engine/own-resources.ts';
import { madeTarget } from '../../model/made-target.ts';
import { type Answer, Doubling, Finding, type Jar, judgedPantry, Pantry, pantry, shelvedPantry, Shelves } from '../../worlds/pantry.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';

const isChange = (line: string): boolean => /^(?:PATCH|PUT|DELETE) /.test(line);

const theirs = (): Jar[] => Array.from({ length: 3 }, (_, n) => ({ id: `theirs-${n}`, title: `plum ${n}`, volume: n }));

/** Answers each creation 201 with somebody's jar, which it has changed nothing about. */
class Mistaking extends Pantry {
  override readonly jars: Jar[] = theirs();
  override add(): Answer {
    return [201, this.jars[0], { location: '/jars/theirs-0' }];
  }
}

/** Gives the id of what was removed to the next one, which somebody else adds at once. */
class Reusing extends Pantry {
  override remove(id: string): Answer {
    const answer = super.remove(id);
    if (answer[0] === 204) this.jars.push({ id, title: 'somebody\u2019s', volume: 7 });
    return answer;
  }
}

describe('what is not the run\u2019s own', () => {
  test.for<readonly [what: string, house: Pantry]>([
    ['is never changed or removed where a creation is answered with it', new Finding()],
    [
      'is never changed or removed where two creations report it as created',
      Object.assign(new Doubling(), { jars: [{ id: 'jar-1', title: 'plum', volume: 1 }] }),
    ],
    ['is never changed or removed where every creation reports it as created', new Mistaking()],
  ])('%s', async ([, house]) => {
    await judgedPantry(house, undefined, ['mutation', 'destructive']);
    expect(house.asked.filter(isChange)).toEqual([]);
  });

  test('is not removed when the id of what the run removed is given to the next one', async () => {
    const house = new Pantry();
    await judgedPantry(house);
    const removals = house.asked.filter((line) => line.startsWith('DELETE '));
    expect(removals.length).toBeGreaterThan(0);
    expect(new Set(removals).size).toBe(removals.length);
    expect(house.jars).toEqual([]);
  });

  test('stays where it takes the id of what the run removed', async () => {
    const house = new Reusing();
    await judgedPantry(house);
    const removals = house.asked.filter((line) => line.startsWith('DELETE '));
    expect(new Set(removals).size).toBe(removals.length);
    expect(house.jars.length).toBe(removals.length);
  });

  test.for<readonly [allowed: readonly ('mutation' | 'permanent' | 'destructive')[]]>([
    [['mutation']],
    [['mutation', 'permanent', 'destructive']],
  ])('stays as it is with %s, whatever is judged', async ([allow]) => {
    const house = Object.assign(new Pantry(), { jars: theirs() });
    await judgedPantry(house, undefined, allow, []);
    expect(house.asked.some((line) => line.startsWith('DELETE '))).toBe(true);
    expect(house.asked.filter((line) => isChange(line) && line.includes('theirs'))).toEqual([]);
    expect(house.jars).toEqual(theirs());
  });

  test('gets nothing below it, and keeps what is below it', async () => {
    const house = Object.assign(new Shelves(), { jars: theirs() });
    const inner = Object.assign(new Pantry(), { jars: theirs() });
    house.onShelf.set('theirs-0', inner);
    await judgedPantry(house, shelvedPantry(), ['mutation'], []);
    const changing = house.asked.filter((line) => isChange(line) || line.startsWith('POST '));
    expect(changing.some((line) => /^DELETE \/shelves\/[^/]+\/jars\//.test(line))).toBe(true);
    expect(changing.filter((line) => line.includes('theirs'))).toEqual([]);
    expect(house.jars).toEqual(theirs());
    expect(inner.jars).toEqual(theirs());
  });
});

const asking = (method: string, path: string): PlannedRequest => ({
  operation: null,
  method,
  path,
  pathValues: {},
  query: [],
  headers: [],
  credential: { kind: 'none' },
  faults: [],
});

describe('an inference permits nothing', () => {
  const resources = (more: object) => ({
    ...pantry(),
    'x-assay': { resources: { jar: { create: 'POST /jars', remove: 'DELETE /jars/{jarId}', ...more } } },
  });
  const marks = { 'x-inferred': true, 'x-inferred-reason': 'It looks so.' };

  test.for<readonly [what: string, document: object, isAllowed: boolean]>([
    ['where the document alone shows resource types', pantry(), false],
    ['where a declaration of them is inferred', resources(marks), false],
    ['unlike where one is declared', resources({}), true],
  ])('an operation that the document does not have needs destructive, %s', async ([, document, isAllowed]) => {
    const contract = await loadContract(writeDocument(document));
    const target = madeTarget({ name: 'pantry', contract: 'pantry', baseUrl: 'http://127.0.0.1:9', allow: ['mutation'] });
    const send = (): void => throwIfNotAllowed(asking('POST', '/lids'), contract, target, createOwnResources());
    if (isAllowed) expect(send).not.toThrow();
    else expect(send).toThrow(NotTried);
  });

  test('an operation that looks dangerous stays so under a declaration that is inferred', async () => {
    const { paths, ...document } = pantry();
    const answer = { responses: { '204': { description: 'Done' } } };
    const body = { content: { 'application/json': { schema: { type: 'object', properties: { title: { type: 'string' } } } } } };
    const dangerous = { '/jars/reset': { post: { requestBody: body, ...answer } }, '/jars/{jarId}/all': { delete: answer } };
    const reset = { create: 'POST /jars/reset', remove: 'DELETE /jars/{jarId}/all' };
    const written = (more: object): object => ({
      ...document,
      paths: { ...paths, ...dangerous },
      'x-assay': { resources: { reset: { ...reset, ...more } } },
    });
    const plain = await loadContract(writeDocument({ ...document, paths: { ...paths, ...dangerous } }));
    const inferred = await loadContract(writeDocument(written(marks)));
    const effects = ({ operations }: typeof plain): readonly string[] => operations.map(({ key, effect }) => `${key} ${effect}`);
    expect(effects(inferred)).toEqual(effects(plain));
    expect(inferred.resourceTypes).toEqual([]);
    expect(inferred.presumedResourceTypes.map(({ name }) => name)).toEqual(['jar']);
    const house = new Pantry();
    await judgedPantry(house, written(marks), ['mutation'], []);
    expect(house.asked.filter((line) => /reset|all$/.test(line) && !line.startsWith('GET '))).toEqual([]);
  });

  test.for<readonly [what: string, faults: PlannedRequest['faults'], path: string, jarId: string, isAllowed: boolean]>([
    ['as documented', [], '/jars/{jarId}/empty', 'ours', true],
    ['without a credential, on a jar of the run', ['credential-missing'], '/jars/{jarId}/empty', 'ours', true],
    ['with another credential, on a jar of the run', ['credential-forbidden'], '/jars/{jarId}/empty', 'ours', true],
    ['without a credential, on any other jar', ['credential-missing'], '/jars/{jarId}/empty', 'theirs', false],
    ['with another mistake too', ['credential-missing', 'member-missing'], '/jars/{jarId}/empty', 'ours', false],
    ['with a mistake in its body, on a jar of the run', ['body-unparsable'], '/jars/{jarId}/empty', 'ours', true],
    ['with a mistake in its body, on a jar of the run', ['member-missing'], '/jars/{jarId}/empty', 'ours', true],
    ['with a mistake in its body, on any other jar', ['member-missing'], '/jars/{jarId}/empty', 'theirs', false],
    ['with a mistake in its body, on all jars', ['member-missing'], '/jars/empty', 'ours', false],
    ['without a credential, where it adds jars', ['credential-missing'], '/jars/import', 'ours', true],
    ['with a mistake in its body, where it adds jars', ['value-unusable'], '/jars/import', 'ours', true],
    ['without a credential, on all jars', ['credential-missing'], '/jars/empty', 'ours', false],
  ])('an operation that may change anything is sent %s: %s', async ([, faults, path, jarId, isAllowed]) => {
    const { paths, ...document } = pantry();
    const emptying = { post: { responses: { '204': { description: 'Done' } } } };
    const jar = { ...emptying, parameters: [{ name: 'jarId', in: 'path', required: true, schema: { type: 'string' } }] };
    const contract = await loadContract(
      writeDocument({ ...document, paths: { ...paths, '/jars/{jarId}/empty': jar, '/jars/empty': emptying, '/jars/import': emptying } }),
    );
    const allow = ['mutation', 'destructive'] as const;
    const target = madeTarget({ name: 'pantry', contract: 'pantry', baseUrl: 'http://127.0.0.1:9', allow });
    const credential = faults.some((fault) => fault.startsWith('credential'))
      ? ({ kind: 'none' } as const)
      : ({ kind: 'valid', name: 'key' } as const);
    const request = {
      ...asking('POST', path),
      credential,
      operation: `POST ${path}`,
      pathValues: path.includes('{') ? { jarId } : {},
      faults,
    };
    const own = { isOwn: (segments: readonly string[]) => segments.join('/') === 'jars/ours', isFresh: () => false };
    const send = (): void => throwIfNotAllowed(request, contract, target, own);
    if (isAllowed) expect(send).not.toThrow();
    else expect(send).toThrow(NotTried);
  });
});
