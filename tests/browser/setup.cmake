# What looks at pages in a browser: playwright-core and axe-core, by npm, in the build tree. Where npm is missing or
# cannot fetch, there is nothing, and the test skips. The same file is the script that makes it.
set(here "${CMAKE_CURRENT_LIST_DIR}")
if(CMAKE_SCRIPT_MODE_FILE)
  include("${here}/../../cmake/npm.cmake")
  file(REMOVE_RECURSE "${OUT}/looks")
  file(COPY "${here}/check.mjs" "${here}/looks" "${here}/package.json" "${here}/package-lock.json" "${here}/.npmrc" DESTINATION "${OUT}")
  npm_ci("${OUT}" "${NPM}" failure)
  if(failure)
    message(WARNING "No page is looked at in a browser: ${failure}")
  endif()
  file(TOUCH "${OUT}/.made")
  return()
endif()

set(XP_BROWSER_FOLDER "${PROJECT_BINARY_DIR}/browser")
file(GLOB inputs CONFIGURE_DEPENDS "${here}/*.mjs" "${here}/looks/*.mjs")
list(APPEND inputs "${here}/package.json" "${here}/package-lock.json" "${here}/.npmrc" "${here}/setup.cmake")
add_custom_command(OUTPUT "${XP_BROWSER_FOLDER}/.made" DEPENDS ${inputs} COMMENT "Fetching what looks at pages" VERBATIM
  COMMAND ${CMAKE_COMMAND} "-DOUT=${XP_BROWSER_FOLDER}" "-DNPM=$<$<BOOL:${XP_NPM}>:${XP_NPM}>" -P "${here}/setup.cmake")
add_custom_target(xp_browser ALL DEPENDS "${XP_BROWSER_FOLDER}/.made")
