# The script of the pages: ECharts and src/*.js as one file, built by npm and esbuild in the build tree.
#   include(reports/html/web/bundle.cmake)  sets XP_BUNDLE (the files made) and XP_BUNDLE_FOLDER
# Without node and npm, or where npm cannot fetch, the files are made empty, with a warning: pages then have no charts.
# The same file is the script that makes them: cmake -DOUT=folder -DNODE=… -DNPM=… -P reports/html/web/bundle.cmake
set(names report.js report.notices.txt report.credits.txt)
set(here "${CMAKE_CURRENT_LIST_DIR}")

if(CMAKE_SCRIPT_MODE_FILE)
  include("${here}/../../../cmake/npm.cmake")
  function(give_up why)
    message(WARNING "${why}\nThe pages of this xp will have tables and no charts. To try again: remove ${OUT}/report.js")
    foreach(name ${names})
      file(WRITE "${OUT}/${name}" "")
    endforeach()
  endfunction()

  file(REMOVE_RECURSE "${OUT}/src")
  file(COPY "${here}/src" "${here}/build.mjs" "${here}/package.json" "${here}/package-lock.json" "${here}/.npmrc" DESTINATION "${OUT}")
  if(NOT NODE)
    give_up("The charting library is bundled by node, which is missing here (Debian: apt-get install npm).")
    return()
  endif()
  npm_ci("${OUT}" "${NPM}" failure)
  if(failure)
    give_up("${failure}")
    return()
  endif()
  execute_process(COMMAND "${NODE}" build.mjs . WORKING_DIRECTORY "${OUT}" RESULT_VARIABLE failed
                  OUTPUT_VARIABLE said ERROR_VARIABLE said TIMEOUT 300)
  if(failed AND said MATCHES "src/")
    message(FATAL_ERROR "The script of the pages does not bundle:\n${said}")  # a mistake in it, not in the surroundings
  elseif(failed)
    give_up("node could not bundle the script of the pages:\n${said}")
  endif()
  return()
endif()

find_program(XP_NODE NAMES node nodejs)
find_program(XP_NPM npm)
if(NOT XP_NODE OR NOT XP_NPM)
  message(WARNING "node or npm is missing: the pages of this xp will have tables and no charts (Debian: apt-get install npm)")
endif()
set(XP_BUNDLE_FOLDER "${PROJECT_BINARY_DIR}/web")
list(TRANSFORM names PREPEND "${XP_BUNDLE_FOLDER}/" OUTPUT_VARIABLE XP_BUNDLE)
file(GLOB inputs CONFIGURE_DEPENDS "${here}/src/*.js")
list(APPEND inputs "${here}/build.mjs" "${here}/package.json" "${here}/package-lock.json" "${here}/.npmrc" "${here}/bundle.cmake" "${PROJECT_SOURCE_DIR}/cmake/npm.cmake")
add_custom_command(OUTPUT ${XP_BUNDLE} DEPENDS ${inputs} COMMENT "Bundling the script of the pages" VERBATIM
  COMMAND ${CMAKE_COMMAND} "-DOUT=${XP_BUNDLE_FOLDER}" "-DNODE=$<$<BOOL:${XP_NODE}>:${XP_NODE}>" "-DNPM=$<$<BOOL:${XP_NPM}>:${XP_NPM}>"
          -P "${here}/bundle.cmake")
