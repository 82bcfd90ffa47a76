type Json = Readonly<Record<string, unknown>>;

export const text = { type: 'string' } as const;
export const whole = { type: 'integer' } as const;
export const cat = object({ kind: text, lives: whole });
export const dog = object({ kind: text, bark: text });

export function object(properties: Json, more: Json = {}): Json {
  return { type: 'object', properties, ...more };
}

const json = (schema: unknown): Json => ({ 'application/json': { schema } });

export const response = (schema: unknown, more: Json = {}): Json => ({ description: 'A pet', content: json(schema), ...more });

/** A document with `GET /pets` and `POST /pets`, and what is given instead. */
export const pets = (more: { readonly get?: Json; readonly post?: Json; readonly paths?: Json; readonly root?: Json } = {}): Json => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: { responses: { 200: { description: 'All' } }, ...more.get },
      post: { responses: { 201: { description: 'Made' } }, ...more.post },
    },
    ...more.paths,
  },
  ...more.root,
});

/** With the schema of the answer to `GET /pets`. */
export const answering = (schema: unknown, schemas: Json = {}, root: Json = {}): Json =>
  pets({ get: { responses: { 200: response(schema) } }, root: { components: { schemas }, ...root } });

/** With the schema of the body of `POST /pets`. */
export const taking = (schema: unknown, schemas: Json = {}, root: Json = {}): Json =>
  pets({ post: { requestBody: { required: true, content: json(schema) } }, root: { components: { schemas }, ...root } });

/** With parameters of `GET /pets`. */
export const asking = (...parameters: readonly Json[]): Json => pets({ get: { parameters } });

export const query = (schema: unknown, more: Json = {}): Json => ({ name: 'sort', in: 'query', schema, ...more });
