// Usage: node page.mjs BASE_URL TOKEN
//
// Every test has a browser context of its own. A request to anywhere but the server, a violation of the
// policy, and an error on the console fail it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { hostile } from './hostile.mjs';
import { large } from './large.mjs';
import { recursive } from './recursive.mjs';

const [baseUrl, token] = process.argv.slice(2);
const { origin } = new URL(baseUrl);
const axe = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const { CHROMIUM: executablePath, SCREENSHOTS: screenshots } = process.env;
const PHONE = { width: 360, height: 740 };
const DUO = '00000000-0000-4000-8000-000000000001';

// Names are resolved to nothing, so that no request leaves the machine even if the test misses it.
const args = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--no-sandbox'];
const browser = await chromium.launch({ executablePath, args });

async function test(name, run, options = {}) {
  const { description, ...context } = options;
  const opened = await browser.newContext({ serviceWorkers: 'block', ...context });
  const page = await opened.newPage();
  const faults = [];
  const expected = /the server responded with a status of (400|403|404)/;
  page.on('request', (it) => {
    if (new URL(it.url()).origin !== origin) faults.push(`a request to ${it.url()}`);
  });
  page.on('console', (it) => {
    if (['error', 'warning'].includes(it.type()) && !expected.test(it.text())) faults.push(it.text());
  });
  page.on('pageerror', (it) => faults.push(String(it)));
  page.on('dialog', (it) => {
    faults.push(`a dialog: ${it.message()}`);
    return it.dismiss();
  });
  opened.on('page', (it) => it !== page && faults.push(`a window: ${it.url()}`));
  if (description) {
    // A number that JavaScript has no type for.
    const body = JSON.stringify(description).replaceAll('"MAX"', '9223372036854775807');
    await page.route(`${baseUrl}/openapi.json`, (route) => route.fulfill({ contentType: 'application/json', body }));
  }
  try {
    await page.goto(`${baseUrl}/explorer`);
    await page.locator('main h2').waitFor();
    await run(page);
    assert.deepEqual(faults, []);
    console.log(`ok    ${name}`);
  } catch (error) {
    console.log(`failed  ${name}`);
    throw error;
  } finally {
    await opened.close();
  }
}

async function picture(page, name) {
  if (screenshots) await page.screenshot({ path: `${screenshots}/${name}.png` });
}

/** No violation that axe-core calls serious or critical. */
async function accessible(page, where) {
  const { violations } = await page.evaluate(`(() => { ${axe}; return axe.run(document); })()`);
  const found = violations.filter((it) => ['serious', 'critical'].includes(it.impact));
  const texts = found.map((it) => `${it.id}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(' | ')}`);
  assert.deepEqual(texts, [], where);
}

async function open(page, text) {
  await page.getByLabel('Search operations').fill(text);
  await page.locator('#list a').first().click();
  await page.locator('#send').waitFor();
}

async function enterToken(page, value) {
  await page.getByRole('button', { name: 'Credentials' }).click();
  await page.getByLabel('Token').fill(value);
  await page.getByRole('button', { name: 'Done' }).click();
}

const status = (page) => page.locator('#status').getByText(/^\d{3} /).textContent();

await test('it is served with a strict policy', async (page) => {
  const response = await page.request.get(`${baseUrl}/explorer`);
  const headers = response.headers();
  assert.match(headers['content-security-policy'], /^default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'sha256-[^ ]+'; connect-src 'self'; /);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  const json = await (await page.request.get(`${baseUrl}/openapi.json`)).json();
  assert.equal(json.servers[0].url, baseUrl);
  assert.equal(await page.title(), json.info.title);
});

await test('operations are searched, and the address opens them', async (page) => {
  assert.equal(await page.locator('#list a').count(), 3);
  await open(page, 'duo patch');
  assert.equal(await page.locator('#count').textContent(), '1 of 3 operations');
  assert.match(await page.locator('main h2').textContent(), /^PATCH \/stages\/authenticator\/duo\//);
  assert.equal(await page.locator('#list a[aria-current=page]').count(), 1);
  await page.goBack();
  await page.locator('main h2').getByText('authentik').waitFor();
  await page.getByLabel('Search operations').fill('nothing like it');
  assert.equal(await page.locator('#count').textContent(), '0 of 3 operations');
});

await test('constraints of a body are shown, and schemas open', async (page) => {
  await open(page, 'duo');
  const main = page.locator('main');
  await main.locator('.root').getByText('flow_set').first().click();
  await main.getByText('at most 50 characters').first().waitFor();
  await main.getByText('matches ^[-a-zA-Z0-9_]+$').first().waitFor();
  assert.ok((await main.getByText('may be null').count()) > 0);
});

await test('an operation is tried with a token, and without one is refused', async (page) => {
  await open(page, 'duo');
  await page.locator('#parameter-0').fill(DUO);
  await page.locator('#body').fill('{"name": "Duo", "friendly_name": null}');
  await page.locator('#send').click();
  assert.match(await status(page), /^403 /);
  assert.match(await page.locator('#result').textContent(), /credentials are missing/);
  await enterToken(page, token);
  const curl = await page.locator('#curl').textContent();
  assert.match(curl, /^curl -X PATCH \\\n/);
  assert.match(curl, /-H 'Authorization: Bearer '"\$SECRET" \\/);
  assert.ok(!curl.includes(token), curl);
  await page.getByLabel('with credentials').check();
  assert.ok((await page.locator('#curl').textContent()).includes(`Bearer ${token}`));
  await page.locator('#send').click();
  await page.locator('#status.accepted').waitFor();
  const body = JSON.parse(await page.locator('#result pre').textContent());
  assert.equal(body.name, 'Duo');
  assert.equal(body.friendly_name, null);
  await picture(page, 'accepted');
  // They are in memory only.
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length), 0);
  await page.reload();
  await page.locator('#send').waitFor();
  assert.ok(!(await page.locator('#curl').textContent()).includes('Authorization'));
});

await test('a refusal says what is wrong', async (page) => {
  await enterToken(page, token);
  await open(page, 'duo');
  await page.locator('#parameter-0').fill(DUO);
  await page.locator('#body').fill('{"name": "", "client_id": ""}');
  await page.locator('#send').click();
  assert.match(await status(page), /^400 /);
  const text = await page.locator('#result').textContent();
  assert.match(text, /must not be empty/);
  await picture(page, 'refused');
  await page.locator('#parameter-0').fill('');
  assert.match(await page.locator('#curl').textContent(), /cannot be empty/);
  await page.locator('#send').click();
  await page.locator('#status').getByText('cannot be empty').waitFor();
});

for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of [['wide', { width: 1280, height: 900 }], ['phone', PHONE]]) {
    await test(`it is accessible: ${colorScheme}, ${size}`, async (page) => {
      await accessible(page, 'the start');
      await picture(page, `start-${colorScheme}-${size}`);
      if (size === 'phone') await page.getByRole('button', { name: 'Operations' }).click();
      await accessible(page, 'the list');
      await open(page, 'sms');
      await page.locator('main .root details').first().locator('summary').first().click();
      await page.locator('#parameter-0').fill(DUO);
      await page.locator('#send').click();
      assert.match(await status(page), /^403 /);
      await accessible(page, 'an operation');
      await picture(page, `operation-${colorScheme}-${size}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, 'the page scrolls sideways');
      await page.getByRole('button', { name: 'Credentials' }).click();
      await accessible(page, 'the credentials');
      await picture(page, `credentials-${colorScheme}-${size}`);
    }, { colorScheme, viewport });
  }
}

await test('a keyboard is enough', async (page) => {
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  const tabTo = async (wanted, most = 60) => {
    for (let step = 0; step < most; step += 1) {
      if (wanted.test(await focused())) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`${wanted} is not reached by the tab key, but ${await focused()}`);
  };
  await page.keyboard.press('Tab');
  assert.match(await focused(), /Skip/);
  await tabTo(/^enter$/);
  await page.keyboard.press('Enter');
  await tabTo(/^secret-0$/);
  await page.keyboard.type(token);
  await page.keyboard.press('Escape');
  assert.equal(await focused(), 'enter');
  await tabTo(/^search$/);
  await page.keyboard.type('identification');
  await tabTo(/^PATCH/);
  await page.keyboard.press('Enter');
  await page.locator('#send').waitFor();
  assert.equal(await focused(), 'main');
  await tabTo(/^parameter-0$/);
  await page.keyboard.type('00000000-0000-4000-8000-000000000003');
  await tabTo(/^body$/);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('{"name": "Who"}');
  await tabTo(/^send$/);
  await page.keyboard.press('Enter');
  assert.match(await status(page), /^200 /);
  assert.equal(await focused(), 'send');
});

await test('texts of a description run nothing', async (page) => {
  await page.getByLabel('Search operations').fill('/');
  const links = await page.locator('#list a').count();
  assert.ok(links > 100, `${links} operations`);
  // All markup, and some of the other texts.
  for (let index = 0; index < links; index += index < 24 ? 1 : 12) {
    await page.locator('#list a').nth(index).click();
    await page.locator('#send').waitFor();
    for (const summary of await page.locator('main summary').all()) await summary.click();
    for (const summary of await page.locator('main .inside summary').all()) await summary.click();
    await page.locator('#send').click();
    await page.locator('#status').getByText(/^(\d{3}|Nothing)/).waitFor();
  }
  await page.getByRole('button', { name: 'Credentials' }).click();
  const live = await page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    const names = ['script', 'iframe', 'object', 'embed', 'img', 'svg', 'form', 'base', 'math', 'video', 'audio', 'link'];
    const elements = all.filter((it) => names.includes(it.localName)).length;
    const handlers = all.flatMap((it) => [...it.attributes]).filter((it) => it.name.startsWith('on') || it.name === 'style');
    const links = all.filter((it) => it.localName === 'a').map((it) => it.getAttribute('href'));
    const odd = links.filter((it) => !/^(#|https?:|mailto:|\.\/openapi\.json$)/.test(it));
    return { elements, handlers: handlers.length, odd, evil: typeof window.evil };
  });
  // The script of the page is the only one.
  assert.deepEqual(live, { elements: 1, handlers: 0, odd: [], evil: 'undefined' });
}, { description: hostile() });

await test('1,200 operations in 5 MB are usable', async (page) => {
  const start = Date.now();
  await open(page, 'operation 1199');
  assert.match(await page.locator('main h2').textContent(), /1199/);
  await page.getByLabel('Search operations').fill('');
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  assert.ok(nodes < 5_000, `${nodes} elements`);
  assert.ok(Date.now() - start < 20_000, 'it takes too long');
}, { description: large() });

await test('schemas that contain themselves open level by level', async (page) => {
  await open(page, 'tree');
  for (let level = 0; level < 12; level += 1) {
    await page.locator('main .root details:not([open]) > summary').first().click();
  }
  await page.getByRole('button', { name: 'Fill in all properties' }).click();
  assert.ok((await page.locator('#body').inputValue()).length < 20_000);
  const text = await page.locator('main').textContent();
  for (const words of ['exactly', '9223372036854775807', 'x-unknown: {"a":1}', 'told apart by "kind"', 'no other properties']) {
    assert.ok(text.toLowerCase().includes(words), words);
  }
}, { description: recursive() });

await browser.close();
console.log('explorer: the page does what it is for, and nothing else');
