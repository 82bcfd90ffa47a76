import ajvFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Units and scale of the shortest decimal text of a number: 1.5e-7 is 15 and 8. */
const exactly = (value: number): readonly [units: bigint, scale: number] => {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return [BigInt(whole + fraction), fraction.length - Number(exponent)];
};

/** Is a number a multiple of another, judged on their decimal texts: ajv divides doubles. */
const isExactMultiple = (step: number, value: number): boolean => {
  const [[a, scaleA], [b, scaleB]] = [exactly(value), exactly(step)];
  const shift = BigInt(Math.abs(scaleA - scaleB));
  return scaleA > scaleB ? a % (b * 10n ** shift) === 0n : (a * 10n ** shift) % b === 0n;
};

/** Texts of a format that every validator accepts, where ajv accepts more. */
const strictly: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  base64: /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
};

/** `refused: …` with the reason; `none` where ajv fails while it judges. */
export type Ruling = 'accepted' | 'none' | `refused: ${string}`;

/**
 * An independent judge of values: ajv, with formats, and with functions of this file where ajv is known to be weak.
 * Undefined where it cannot compile the schema.
 */
export const referee = (
  schema: unknown,
  { document = {}, formats = true }: { readonly document?: Readonly<Record<string, unknown>>; readonly formats?: boolean } = {},
): ((value: unknown) => Ruling) | undefined => {
  // Without allErrors ajv passes an empty list where `contains` stands beside `prefixItems`.
  const ajv = new Ajv2020({ strict: false, logger: false, ownProperties: true, allErrors: true, validateFormats: formats });
  ajvFormats.default(ajv);
  for (const [name, pattern] of Object.entries(strictly)) {
    const known = ajv.formats[name];
    const calendar = typeof known === 'object' && 'validate' in known && typeof known.validate === 'function' ? known.validate : undefined;
    ajv.addFormat(name, (text: string) => pattern.test(text) && (calendar === undefined || (calendar as (text: string) => boolean)(text)));
  }
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({ keyword: 'multipleOf', type: 'number', schemaType: 'number', validate: isExactMultiple });
  ajv.removeKeyword('contentEncoding');
  ajv.addKeyword({
    keyword: 'contentEncoding',
    type: 'string',
    validate: (encoding: string, text: string) => !formats || (strictly[encoding]?.test(text) ?? true),
  });
  try {
    const validate = ajv.compile(typeof schema === 'object' && schema !== document ? { ...document, ...schema } : (schema as boolean));
    return (value) => {
      try {
        return validate(value) ? 'accepted' : `refused: ${ajv.errorsText(validate.errors)}`;
      } catch {
        return 'none';
      }
    };
  } catch {
    return undefined;
  }
};
