const text = { type: 'string' };
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const body = (schema: object) => ({ content: { 'application/json': { schema } } });
const refused = { 404: { description: 'None' }, 410: { description: 'Gone' }, 422: { description: 'Wrong' } };
const answers = (schema: object, status = 200) => ({ [status]: { description: 'It', ...body(schema) }, ...refused });

/** What a document of reports that are shared by links says. */
export type FileLinks = {
  /** The text of the download by a link. */
  readonly said: string;
  /** The member of a new link that limits its uses, and its text. */
  readonly limit?: string;
  readonly ofLimit?: string;
  /** How long a link works. */
  readonly lasts?: object;
  /** Another operation below the path of the download. */
  readonly beside?: boolean;
};

/** Reports that are shared by links, which are used by reading what is behind them. */
export const fileLinksDocument = ({
  said,
  limit = 'maxDownloads',
  ofLimit = 'Without it there is no limit',
  lasts = { type: 'integer', minimum: 1, maximum: 90_000, default: 3600, description: 'Seconds from now' },
  beside = false,
}: FileLinks) => {
  const link = object({ id: text, token: text, expiresAt: { type: 'string', format: 'date-time' } }, ['id', 'token', 'expiresAt']);
  const wanted = { expiresIn: lasts, [limit]: { type: 'integer', minimum: 1, maximum: 100, description: ofLimit } };
  const report = object({ id: text, title: text }, ['id', 'title']);
  const at = (name: string) => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
  return {
    openapi: '3.0.3',
    info: { title: 'Reports', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/reports': {
        post: { requestBody: { required: true, ...body(object({ title: text }, ['title'])) }, responses: answers(report, 201) },
      },
      '/reports/{reportId}': {
        ...at('reportId'),
        get: { responses: answers(report) },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/reports/{reportId}/links': {
        ...at('reportId'),
        post: { requestBody: { required: true, ...body({ type: 'object', properties: wanted }) }, responses: answers(link, 201) },
      },
      '/links/{linkId}': { ...at('linkId'), delete: { responses: { 204: { description: 'Gone' }, ...refused } } },
      '/public/{token}': {
        ...at('token'),
        get: { summary: 'Download a report by its link', description: said, responses: answers(report) },
      },
      ...(beside && { '/public/{token}/accept': { ...at('token'), post: { responses: answers(report) } } }),
    },
  };
};
