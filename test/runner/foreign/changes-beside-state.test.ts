import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { type Answer, type Jar, judgedPantry, object, Pantry, pantry } from '../../worlds/pantry.ts';

const text = { type: 'string' };
const members = {
  title: text,
  stage: { type: 'string', enum: ['open', 'sealed'], default: 'open' },
  labels: { type: 'array', items: text, default: [] },
};
const jar = object({ ...members, id: text });

/** Jars that are open or sealed, where a sealed one can be read and thrown away alone. */
const sealedPantry = (update: 'patch' | 'put'): object => {
  const document = pantry(undefined, { update, asked: members });
  const [collection, item] = Object.values(document.paths);
  const shows = { description: 'It', content: { 'application/json': { schema: jar } } };
  const [taken, required] = update === 'put' ? ['application/json', ['title']] : ['application/merge-patch+json', []];
  return {
    ...document,
    paths: {
      '/jars': { ...collection, post: { ...Object(collection).post, responses: { '201': shows } } },
      '/jars/{jarId}': {
        ...item,
        get: { responses: { '200': shows, '404': { description: 'None' } } },
        [update]: {
          description: update === 'put' ? 'Replaces the whole jar.' : 'Changes what is sent.',
          requestBody: { required: true, content: { [taken]: { schema: object(members, required) } } },
          responses: { '200': shows, '404': { description: 'None' }, '409': { description: 'It is sealed' } },
        },
      },
    },
  };
};

class Sealing extends Pantry {
  override add(body: Partial<Jar>): Answer {
    const made = { id: this.newId(), volume: 1, title: '', stage: 'open', labels: [], ...body };
    this.jars.push(made);
    return [201, made];
  }
  override change(id: string, body: Partial<Jar>): Answer {
    const found = this.find(id);
    if (!found) return [404];
    if (found['stage'] === 'sealed') return [409];
    Object.assign(found, this.changed(body));
    return [200, found];
  }
  changed(body: Partial<Jar>): Partial<Jar> {
    return body;
  }
}

class Replacing extends Sealing {
  override changed(body: Partial<Jar>): Partial<Jar> {
    return { stage: 'open', labels: [], ...body };
  }
}

/** A pantry that loses the labels of a jar when another member of it is changed. */
class Unlabelling extends Sealing {
  override changed(body: Partial<Jar>): Partial<Jar> {
    return { labels: [], ...body };
  }
}

/** A pantry that does not store the labels that a replacement gives. */
class Forgetting extends Replacing {
  override changed({ labels: _none, ...body }: Partial<Jar>): Partial<Jar> {
    return super.changed(body);
  }
}

describe.concurrent('where the state that a creation with every member gives allows no change', () => {
  test.for<readonly [string, Pantry, 'patch' | 'put']>([
    ['changed', new Sealing(), 'patch'],
    ['replaced', new Replacing(), 'put'],
  ])(
    'a resource in its ordinary state is %s, and nobody accused',
    besideOthers(async ([, house, update]) => {
      const { failed, passed } = await judgedPantry(house, sealedPantry(update), ['mutation'], ['lifecycle/*']);
      expect(failed).toEqual([]);
      expect(passed.map((one) => one.split(' ')[1])).toContain('lifecycle/change-shown');
    }),
  );

  test.for<readonly [string, Pantry, 'patch' | 'put']>([
    ['a change that loses what it does not name', new Unlabelling(), 'patch'],
    ['a replacement that does not store a list', new Forgetting(), 'put'],
  ])(
    '%s is told',
    besideOthers(async ([, house, update]) => {
      const { failed } = await judgedPantry(house, sealedPantry(update), ['mutation'], ['lifecycle/*']);
      expect(failed.map((one) => one.split(' ')[1])).toContain('lifecycle/change-shown');
    }),
  );
});
