const text = { type: 'string', minLength: 1, maxLength: 60 };
const whole = { type: 'integer', minimum: 0 };
const json = (schema: object) => ({ description: 'It', content: { 'application/json': { schema } } });
const refused = { 404: { description: 'None' }, 409: { description: 'Not now' }, 422: { description: 'Wrong' } };

/** What is said of the numbers of presets and lamps, of the list of presets, and of the flash of a lamp. */
export type SaidOfLamps = { readonly uses?: string; readonly flashes?: string; readonly list?: string; readonly act?: string };

const number = (description: string | undefined): object => ({ ...whole, ...(description === undefined ? {} : { description }) });

/** Lamps that a run can create and flash, and that load presets, which no operation creates. */
export const lampsDocument = ({ uses, flashes, list, act }: SaidOfLamps = {}) => {
  const lamp = { type: 'object', required: ['id', 'title', 'flashes'], properties: { id: text, title: text, flashes: number(flashes) } };
  const preset = { type: 'object', required: ['id', 'title', 'uses'], properties: { id: text, title: text, uses: number(uses) } };
  const takes = (member: string) => ({
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { type: 'object', required: [member], properties: { [member]: text } } } },
    },
  });
  const one = [{ name: 'lampId', in: 'path', required: true, schema: text }];
  return {
    openapi: '3.1.0',
    info: { title: 'Lamps', version: '1' },
    paths: {
      '/presets': {
        get: { ...(list === undefined ? {} : { description: list }), responses: { 200: json({ type: 'array', items: preset }) } },
      },
      '/lamps': { post: { ...takes('title'), responses: { 201: json(lamp), ...refused } } },
      '/lamps/{lampId}': {
        parameters: one,
        get: { responses: { 200: json(lamp), ...refused } },
        delete: { responses: { 204: { description: 'Gone' }, ...refused } },
      },
      '/lamps/{lampId}/flash': {
        parameters: one,
        post: { ...(act === undefined ? {} : { description: act }), responses: { 200: json(lamp), ...refused } },
      },
      '/lamps/{lampId}/load_preset': { parameters: one, post: { ...takes('preset_id'), responses: { 200: json(lamp), ...refused } } },
    },
  };
};
