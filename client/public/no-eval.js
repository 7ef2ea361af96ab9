// Compiling schemas needs `new Function`, which the content security policy forbids; zod finds that out by trying, and the
// browser reports that. This is where zod keeps its settings. A script of its own, because which module runs first is
// the bundler's choice, and a schema made before the setting has tried already.
globalThis.__zod_globalConfig = { jitless: true }
