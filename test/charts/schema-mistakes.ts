import fastify, { type FastifySchemaValidationError } from 'fastify';

/** What a JSON Schema has against a value, by the validator that fastify brings, told to change nothing. */
export async function schemaMistakes(schema: object, value: object): Promise<readonly string[]> {
  const strict = { strict: true, strictRequired: false, allowUnionTypes: true } as const; // a misspelt keyword would hold nothing
  const unchanged = { coerceTypes: false, removeAdditional: false, useDefaults: false } as const;
  const server = fastify({ ajv: { customOptions: { allErrors: true, ...strict, ...unchanged } } });
  server.post('/', { schema: { body: schema }, attachValidation: true }, ({ validationError }) => {
    const mistakes: readonly FastifySchemaValidationError[] = validationError?.validation ?? [];
    return mistakes.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  });
  const response = await server.inject({ method: 'POST', url: '/', payload: value });
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json();
}
