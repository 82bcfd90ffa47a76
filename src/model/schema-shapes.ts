/** Shapes that the schemas of a record share. */
export const text = { type: 'string' } as const;
export const texts = { type: 'array', items: text } as const;
export const count = { type: 'integer', minimum: 0 } as const;
export const seconds = { type: 'number', minimum: 0 } as const;
export const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;

/** JSON Schema of an object with these members, all required but the optional ones. Readers ignore unknown members. */
export const object = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
