const text = { type: 'string' };
const number = { type: 'integer', minimum: 1 };
const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
});
const body = (schema: object) => ({ content: { 'application/json': { schema } } });
const answers = (schema: object, status = 200) => ({ [status]: { description: 'd', ...body(schema) } });
const refused = { 404: { description: 'd' }, 409: { description: 'd' }, 422: { description: 'd' } };
const entry = { $ref: '#/components/schemas/Entry' };

/** What a document of songs with numbered versions says. */
export type Songs = {
  /** Does an action keep what a song is now as a version; else each change makes one. */
  readonly isKept?: boolean;
  /** The schema of the text of a song. */
  readonly text?: object;
  /** What a comparison shows, and the parameters that it takes. */
  readonly compared?: Readonly<Record<string, object>>;
  readonly query?: readonly [string, string];
  /** The text of the action that goes back. */
  readonly restore?: string;
};

/** Songs with numbered versions, which are compared and restored. */
export const songsDocument = ({
  isKept = true,
  text: content = { ...text, maxLength: 2000 },
  compared = {},
  query = ['from', 'to'],
  restore = 'Goes back to an old version.',
}: Songs) => {
  const song = object({ id: text, text: content }, ['id', 'text']);
  const parameters = [{ name: 'songId', in: 'path', required: true, schema: text }];
  return {
    openapi: '3.0.3',
    info: { title: 'Songs', version: '1' },
    security: [{ key: [] }],
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { Entry: object({ number, text: content, size: { type: 'integer' } }, ['number', 'text']) },
    },
    paths: {
      '/songs': {
        post: {
          requestBody: { required: true, ...body(object({ text: content }, ['text'])) },
          responses: { ...answers(song, 201), ...refused },
        },
      },
      '/songs/{songId}': {
        parameters,
        get: { responses: { ...answers(song), ...refused } },
        patch: {
          requestBody: { required: true, ...body(object({ text: content })) },
          responses: { ...answers(song), ...refused },
        },
        delete: { responses: { 204: { description: 'd' }, ...refused } },
      },
      '/songs/{songId}/versions': {
        parameters,
        get: { responses: { ...answers({ type: 'array', items: entry }), ...refused } },
      },
      '/songs/{songId}/versions/{number}': {
        parameters: [...parameters, { name: 'number', in: 'path', required: true, schema: number }],
        get: { responses: { ...answers(entry), ...refused } },
      },
      ...(isKept && { '/songs/{songId}/keep': { parameters, post: { responses: { ...answers(entry), ...refused } } } }),
      '/songs/{songId}/compare': {
        parameters: [...parameters, ...query.map((name) => ({ name, in: 'query', required: true, schema: number }))],
        get: { summary: 'What changed from one version to another', responses: { ...answers(object(compared)), ...refused } },
      },
      '/songs/{songId}/revert': {
        parameters,
        post: {
          description: restore,
          requestBody: { required: true, ...body(object({ version: number }, ['version'])) },
          responses: { ...answers(entry), ...refused },
        },
      },
    },
  };
};
