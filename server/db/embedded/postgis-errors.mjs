/**
 * Errors of PostGIS that would otherwise be lost.
 *
 * Its C++ part (GEOS and others) was built without exception handling: whatever it throws flies through the whole backend, no
 * error is raised, and the transaction commits without the result. Inside PL/pgSQL it is even taken for success. Since nothing
 * in the module can catch, every throw is such a loss. So the throw itself is replaced by a PostgreSQL error: the
 * transaction aborts, and PL/pgSQL can handle it, as on any other server.
 */

/** From PostgreSQL's elog.h. */
const ERROR = 21;
const NO_RESULT = sqlstate('XX000');
/** The exit status by which the engine says "an ordinary error, handle it", see PGlite's execProtocolRawSync. */
const MAIN_LONGJMP = 100;
const ASK_STATUS = -2;
const MAX_DETAIL_BYTES = 300;

/**
 * Five characters packed six bits each, as PostgreSQL's MAKE_SQLSTATE does.
 * @param {string} code
 */
function sqlstate(code) {
  return [...code].reduce((packed, char, index) => packed | (((char.charCodeAt(0) - 48) & 63) << (6 * index)), 0);
}

/** ereport(ERROR): does not return, it throws the engine's way up to its handler. */
function raise(engine, code, message, detail = '') {
  // The texts are formats of printf.
  const text = (value) => engine.stringToNewUTF8(value.replaceAll('%', '%%'));
  const pointers = [text(message), text(detail)];
  engine._errstart(ERROR, 0);
  engine._errcode(code);
  engine._errmsg_internal(pointers[0], 0);
  if (detail) engine._errdetail_internal(pointers[1], 0);
  // Both are copied by now.
  for (const pointer of pointers) engine._free(pointer);
  engine._errfinish(0, 0, 0);
}

/** What a C++ standard exception says: behind its table pointer lies a pointer to the text. Other types have none. */
function whatOf(engine, exception) {
  const at = engine.HEAPU32[(exception + 4) >> 2];
  if (!at || at + MAX_DETAIL_BYTES > engine.HEAPU8.length) return '';
  const text = engine.UTF8ToString(at, MAX_DETAIL_BYTES);
  return /^[\x20-\x7e\n]+$/.test(text) ? text.trim() : '';
}

/**
 * Emscripten options with the C++ throw replaced.
 * @param {() => object} getEngine the engine's module, once it runs
 */
export function withPostgisErrors(options, getEngine) {
  const instantiateWasm = options.instantiateWasm;
  return {
    ...options,
    instantiateWasm(imports, done) {
      // The same object serves the extensions that are loaded later.
      imports.env.__cxa_throw = (exception) => {
        const engine = getEngine();
        raise(engine, NO_RESULT, 'embedded PostGIS gave no result', whatOf(engine, exception));
      };
      return instantiateWasm(imports, done);
    },
  };
}

/**
 * Watches the engine's main loop for what PGlite passes over in silence.
 * - Every error leaves its frames on the engine's stack (1.2 kB or more; after some 1,700 of them each statement would
 *   fail with "stack depth limit exceeded"), so the stack pointer is put back once the error is handled.
 * - After anything but an ordinary error (a WebAssembly trap, an assertion, a JavaScript stack overflow) the memory cannot
 *   be trusted: `onFatal` is told, and every further use throws, so that nothing more is committed.
 */
export function watchMainLoop(engine, onFatal) {
  const loopOnce = engine._PostgresMainLoopOnce;
  const exitStatus = engine._pgl_setPGliteExitStatus;
  const stackPointer = engine.___stack_pointer;
  let pointerBefore = stackPointer.value;
  let fatal;
  const die = (error) => {
    fatal ??= new Error(`the embedded database failed inside: ${String(error?.message ?? error)}`, { cause: error });
    onFatal(fatal);
    throw fatal;
  };
  engine._PostgresMainLoopOnce = () => {
    if (fatal) throw fatal;
    pointerBefore = stackPointer.value;
    try {
      loopOnce();
    } catch (error) {
      if (exitStatus(ASK_STATUS) !== MAIN_LONGJMP) die(error);
      exitStatus(MAIN_LONGJMP);
      throw error;
    }
  };
  // PGlite asks for the status where it has caught, and ignored, the error.
  engine._pgl_setPGliteExitStatus = (status) => {
    if (fatal) throw fatal;
    return exitStatus(status);
  };
  const handleError = engine._PostgresMainLongJmp;
  engine._PostgresMainLongJmp = () => {
    try {
      handleError();
      stackPointer.value = pointerBefore;
    } catch (error) {
      die(error);
    }
  };
}
