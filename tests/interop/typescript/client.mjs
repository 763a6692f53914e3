// Usage: node client.mjs BASE_URL TOKEN

import assert from 'node:assert/strict';
import authentik from '@goauthentik/api';

const { Configuration, GenericErrorFromJSON, ResponseError, StagesApi, ValidationErrorFromJSON } = authentik;

const [basePath, token] = process.argv.slice(2);
const api = (authorization) => new StagesApi(new Configuration({ basePath, apiKey: () => authorization }));
const stages = api(`Bearer ${token}`);

const FLOW = '3fa85f64-5717-4562-b3fc-2c963f66afa6';
const OTHER = '4fa85f64-5717-4562-b3fc-2c963f66afa6';
const UNKNOWN = '00000000-0000-4000-8000-00000000ffff';

const FLOWS = [
  { name: 'Sign in', slug: 'sign-in', title: 'Welcome', designation: 'authentication' },
  {
    name: 'Sign up',
    slug: 'sign_up',
    title: 'Grüß Gott',
    designation: 'enrollment',
    policyEngineMode: 'any',
    compatibilityMode: true,
    layout: 'sidebar_left',
    deniedAction: 'message',
  },
];

// For each operation: changes, values for its nullable properties, and what breaks a constraint.
const OPERATIONS = [
  {
    call: 'stagesAuthenticatorDuoPartialUpdateRaw',
    body: 'patchedAuthenticatorDuoStageRequest',
    stageUuid: '00000000-0000-4000-8000-000000000001',
    change: { name: 'Duo', clientId: 'client', apiHostname: 'api.example.com', adminIntegrationKey: 'key', flowSet: FLOWS },
    secret: { clientSecret: 'hidden', adminSecretKey: 'hidden' },
    nullable: { configureFlow: FLOW, friendlyName: 'Second factor' },
    broken: { name: '', client_id: '' },
    malformed: { configure_flow: 'no UUID' },
  },
  {
    call: 'stagesAuthenticatorSmsPartialUpdateRaw',
    body: 'patchedAuthenticatorSMSStageRequest',
    stageUuid: '00000000-0000-4000-8000-000000000002',
    change: {
      name: 'SMS',
      provider: 'generic',
      fromNumber: '+1 555 0100',
      accountSid: 'https://sms.example.com',
      auth: 'user',
      authPassword: '',
      authType: 'bearer',
      verifyOnly: true,
      flowSet: FLOWS,
    },
    nullable: { configureFlow: FLOW, friendlyName: 'Second factor', mapping: OTHER },
    broken: { name: '', from_number: '' },
    malformed: { provider: 'pigeon' },
  },
  {
    call: 'stagesIdentificationPartialUpdateRaw',
    body: 'patchedIdentificationStageRequest',
    stageUuid: '00000000-0000-4000-8000-000000000003',
    change: {
      name: 'Who are you?',
      userFields: ['email', 'upn'],
      caseInsensitiveMatching: false,
      showMatchedUser: false,
      sources: [FLOW, OTHER],
      showSourceLabels: true,
      pretendUserExists: false,
      flowSet: [],
    },
    nullable: { passwordStage: FLOW, enrollmentFlow: OTHER, recoveryFlow: FLOW, passwordlessFlow: OTHER },
    broken: { name: '', flow_set: [{ name: 'Flow', slug: 'not a slug', title: 'Flow', designation: 'recovery' }] },
    malformed: { user_fields: ['shoe_size'] },
  },
];

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name) => name.replace(/_./g, ([, letter]) => letter.toUpperCase());
const renamed = (object, rename) => Object.fromEntries(Object.entries(object).map(([name, value]) => [rename(name), value]));
const nulls = (object) => Object.fromEntries(Object.keys(object).map((name) => [name, null]));

// The whole of `part` is in `whole`; arrays of objects are compared item by item.
function contains(whole, part) {
  for (const [name, value] of Object.entries(part)) {
    if (Array.isArray(value) && typeof value[0] === 'object') {
      assert.equal(whole[name].length, value.length, name);
      value.forEach((item, index) => contains(whole[name][index], item));
    } else {
      assert.deepEqual(whole[name], value, name);
    }
  }
}

// What an operation answers: as the client reads it, and as it was sent.
async function succeed(promise) {
  const response = await promise.catch(async ({ message, response }) => {
    assert.fail(response ? `${response.url}: ${response.status} ${await response.text()}` : message);
  });
  const sent = await response.raw.clone().json();
  return { read: await response.value(), sent };
}

async function failure(promise, status, fromJson) {
  const error = await promise.then(
    (response) => assert.fail(`${response.raw.url}: succeeds instead of answering ${status}`),
    (error) => error,
  );
  assert(error instanceof ResponseError, error);
  assert.equal(error.response.status, status);
  assert.match(error.response.headers.get('content-type'), /^application\/json\b/);
  return fromJson(await error.response.json());
}

let calls = 0;
for (const operation of OPERATIONS) {
  const { call, stageUuid, change, secret = {}, nullable, broken, malformed } = operation;
  const patch = (body, from = stages, id = stageUuid) => {
    calls += 1;
    return from[call]({ stageUuid: id, [operation.body]: body });
  };

  // A change is in the answer, a secret is not.
  const changed = await succeed(patch({ ...change, ...secret, ...nullable }));
  assert.equal(changed.read.pk, stageUuid);
  contains(changed.read, { ...change, ...nullable });
  assert(!JSON.stringify(changed.sent).includes('hidden'));
  for (const flow of changed.read.flowSet) {
    for (const name of ['pk', 'policybindingmodelPtrId', 'background', 'exportUrl']) {
      assert.equal(typeof flow[name], 'string', name);
    }
  }

  // What is absent stays as it is: in an empty body, and without a body.
  assert.deepEqual((await succeed(patch({}))).sent, changed.sent);
  assert.deepEqual((await succeed(patch(undefined))).sent, changed.sent);

  // Null is not absent. The client reads null as undefined, so the text that was sent decides.
  const emptied = await succeed(patch(nulls(nullable)));
  assert.deepEqual(emptied.sent, { ...changed.sent, ...renamed(nulls(nullable), snake) });

  // Every property that breaks a constraint is named, and nothing changes.
  const violations = await failure(patch(renamed(broken, camel)), 400, ValidationErrorFromJSON);
  for (const name of Object.keys(broken)) {
    assert(Array.isArray(violations[name]), `${name} is missing in ${JSON.stringify(violations)}`);
    assert(violations[name].every((text) => typeof text === 'string' && text !== ''), name);
  }
  const [faulty] = Object.keys(malformed);
  const decoding = await failure(patch({ ...renamed(malformed, camel), name: 'unused' }), 400, ValidationErrorFromJSON);
  assert(Array.isArray(decoding[faulty]), `${faulty} is missing in ${JSON.stringify(decoding)}`);
  assert.deepEqual((await succeed(patch({}))).sent, emptied.sent);

  // Nobody gets in without the token.
  for (const from of [api('Bearer wrong'), api(token), new StagesApi(new Configuration({ basePath }))]) {
    const { detail } = await failure(patch({ name: 'unused' }, from), 403, GenericErrorFromJSON);
    assert(typeof detail === 'string' && detail !== '');
  }

  const { detail } = await failure(patch({}, stages, UNKNOWN), 404, GenericErrorFromJSON);
  assert(typeof detail === 'string' && detail !== '');
}
console.log(`typescript: ${calls} calls are answered as described`);
