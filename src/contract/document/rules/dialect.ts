import { note, type Rule } from './rule.ts';

const read = /^https:\/\/(json-schema\.org\/draft\/2020-12\/schema|spec\.openapis\.org\/oas\/3\.1\/dialect\/)/;

/** OpenAPI 3.1.1, Schema Object: the JSON Schema dialect of the schemas. */
export const dialect: Rule = ({ document, edition }) => {
  const { jsonSchemaDialect } = document;
  return edition === '3.1' && typeof jsonSchemaDialect === 'string' && !read.test(jsonSchemaDialect)
    ? [note('dialect', '#/jsonSchemaDialect', `the schemas are written in ${jsonSchemaDialect}; they are read as JSON Schema 2020-12`)]
    : [];
};
