// Two independent validators for JSON Schema 2020-12: ajv and @hyperjump/json-schema. Neither shares code with assay.
import { createRequire } from 'node:module';
import ajvFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { registerSchema, unregisterSchema, validate } from '@hyperjump/json-schema/draft-2020-12';

const require = createRequire(import.meta.url);
const dialect = 'https://json-schema.org/draft/2020-12/schema';
let count = 0;

/** Shortest decimal text as units and scale, because validators divide doubles. */
const exactly = (value) => {
  const [mantissa, exponent = '0'] = String(value).split('e');
  const [whole, fraction = ''] = mantissa.split('.');
  return [BigInt(whole + fraction), fraction.length - Number(exponent)];
};

const isMultiple = (step, value) => {
  const [[a, scaleA], [b, scaleB]] = [exactly(value), exactly(step)];
  const shift = 10n ** BigInt(Math.abs(scaleA - scaleB));
  return scaleA > scaleB ? a % (b * shift) === 0n : (a * shift) % b === 0n;
};

const compiledByAjv = (schema, schemas, formats, unicodeRegExp) => {
  const ajv = new Ajv2020({
    strict: false,
    logger: false,
    ownProperties: true,
    allErrors: true,
    validateFormats: formats,
    validateSchema: false,
    unicodeRegExp,
  });
  ajvFormats.default(ajv);
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({ keyword: 'multipleOf', type: 'number', schemaType: 'number', validate: isMultiple });
  for (const [uri, one] of schemas) if (!ajv.getSchema(uri)) ajv.addSchema(one, uri);
  return ajv.compile(schema);
};

const byAjv = (schema, schemas, formats) => {
  // Some patterns compile only without the rules of Unicode.
  for (const unicodeRegExp of [true, false]) {
    try {
      const compiled = compiledByAjv(schema, schemas, formats, unicodeRegExp);
      return (value) => {
        try {
          return compiled(value);
        } catch {
          return undefined;
        }
      };
    } catch {
      // The next way may work.
    }
  }
  return () => undefined;
};

/** It takes the remainder of doubles, and is wrong about negative multiples of 0.0001. */
const hasFractions = (schema) => /"multipleOf":(\d*\.\d|\d+(\.\d+)?e-)/.test(JSON.stringify(schema));

const byHyperjump = async (schema, schemas) => {
  if (hasFractions(schema)) return () => undefined;
  const uri = `https://judge.example/${(count += 1)}`;
  const registered = [];
  const register = (one, name) => {
    try {
      registerSchema(structuredClone(one), name, dialect);
      registered.push(name);
    } catch {
      // Registered before.
    }
  };
  try {
    for (const [name, one] of schemas) register(one, name);
    const named = typeof schema === 'object' && typeof schema.$id === 'string' ? schema.$id : uri;
    register(schema, named);
    const compiled = await validate(named);
    for (const name of registered) unregisterSchema(name);
    return (value) => {
      try {
        return compiled(value).valid;
      } catch {
        return undefined;
      }
    };
  } catch {
    for (const name of registered) unregisterSchema(name);
    return () => undefined;
  }
};

/** The schemas of 2020-12 itself, by URI. */
export const metaSchemas = new Map(
  [
    'schema',
    'meta/core',
    'meta/applicator',
    'meta/unevaluated',
    'meta/validation',
    'meta/meta-data',
    'meta/format-annotation',
    'meta/content',
  ].map((name) => [`https://json-schema.org/draft/2020-12/${name}`, require(`ajv/dist/refs/json-schema-2020-12/${name}.json`)]),
);

/**
 * Judges values by both validators: each says true, false, or undefined where it fails on the schema or the value.
 * @param schemas other schemas by URI
 */
export const judgesOf = async (schema, schemas = new Map(), { formats = true } = {}) => {
  const [ajv, hyperjump] = [byAjv(schema, schemas, formats), await byHyperjump(schema, schemas)];
  return (value) => ({ ajv: ajv(value), hyperjump: hyperjump(value) });
};
