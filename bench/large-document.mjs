// Made-up documents with the shape of large published ones: many operations over components that refer to each other in cycles,
// wide choices, and long paths to the same few components.

const words =
  'amber birch cedar delta ember fjord grove heath inlet joint knoll ledge marsh notch orbit plain quarry ridge shoal trail'.split(' ');
const nameOf = (n) => `${words[n % words.length]}${Math.floor(n / words.length)}`;
const title = (text) => text[0].toUpperCase() + text.slice(1);
const refTo = (n) => ({ $ref: `#/components/schemas/${title(nameOf(n))}` });

/**
 * @param {{ operations: number, components: number, members: number, references: number, width: number }} shape each component
 * has `members` plain members and `references` members that are other components; a choice has `width` branches
 */
export const largeDocument = ({ operations, components, members, references, width }) => {
  const schemas = {};
  for (let n = 0; n < components; n++) {
    const properties = {};
    for (let m = 0; m < members; m++) {
      properties[`${words[m % words.length]}_${m}`] =
        m % 3 === 0
          ? { type: 'string', maxLength: 5000, description: `The ${words[m % words.length]} of this resource.` }
          : m % 3 === 1
            ? { type: 'integer', nullable: true }
            : { type: 'array', items: { type: 'string' } };
    }
    for (let r = 0; r < references; r++)
      properties[`link_${r}`] = { allOf: [refTo((n * 7 + r * 13 + 1) % components)], description: 'Another resource.' };
    if (width > 0) {
      const branches = Array.from({ length: width }, (_, w) => refTo((n * 11 + w * 17 + 3) % components));
      properties['expanded'] = { anyOf: [{ type: 'string' }, ...branches], nullable: true };
    }
    schemas[title(nameOf(n))] = { type: 'object', required: [`${words[0]}_0`], properties };
  }
  const paths = {};
  for (let n = 0; n < operations; n++) {
    const own = refTo(n % components);
    const path = `/v1/${nameOf(n)}${n % 2 === 0 ? '' : '/{id}'}`;
    const list = { type: 'object', required: ['data'], properties: { data: { type: 'array', items: own }, more: { type: 'boolean' } } };
    const answer = (schema) => ({ description: 'As requested.', content: { 'application/json': { schema } } });
    const parameters = n % 2 === 0 ? [] : [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
    paths[path] = {
      get: { operationId: `read_${n}`, parameters, responses: { 200: answer(n % 2 === 0 ? list : own), default: answer(refTo(0)) } },
    };
  }
  return { openapi: '3.0.3', info: { title: 'A large service', version: '1' }, paths, components: { schemas } };
};

/** Shapes like those of published documents: how many operations and components, and how the components refer to each other. */
export const shapes = {
  // Wide choices of components that expand into each other.
  wide: { operations: 600, components: 560, members: 18, references: 2, width: 12 },
  // Few operations, and many paths to each component.
  deep: { operations: 77, components: 140, members: 6, references: 4, width: 0 },
  // Very many operations.
  long: { operations: 1220, components: 700, members: 30, references: 1, width: 2 },
};
