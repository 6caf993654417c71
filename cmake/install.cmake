# What `cmake --install` puts where: an xp that works outside the checkout, the headers of experiments and plugins, and
# find_package(xp). Libraries go to lib, never lib/<triplet>: bin/xp finds them as $ORIGIN/../lib.
include(CMakePackageConfigHelpers)
target_compile_features(libxp PUBLIC cxx_std_20)

install(TARGETS xp RUNTIME DESTINATION bin)
install(TARGETS libxp EXPORT xpTargets LIBRARY DESTINATION lib)
install(TARGETS libxp_track EXPORT xpTargets LIBRARY DESTINATION lib)
install(TARGETS xp_engine LIBRARY DESTINATION lib)
install(TARGETS xp_hdf5 xp_dicom RUNTIME DESTINATION lib/xp)  # started by xp, not by people

# The headers keep their places, so that an experiment's #include "framework/experiment.h" holds there too.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/framework/ DESTINATION include/xp/framework
        FILES_MATCHING PATTERN "*.h" PATTERN engine EXCLUDE PATTERN store EXCLUDE PATTERN run EXCLUDE
        PATTERN weights EXCLUDE PATTERN track EXCLUDE PATTERN json.h EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/framework/track/track.h DESTINATION include/xp)
install(FILES ${PROJECT_SOURCE_DIR}/framework/weights/keras_net.h ${PROJECT_SOURCE_DIR}/framework/weights/weights.h
        DESTINATION include/xp/framework/weights)

install(FILES ${PROJECT_SOURCE_DIR}/framework/engine/custom.h ${PROJECT_SOURCE_DIR}/framework/engine/torch.h
        DESTINATION include/xp/framework/engine)  # for custom layers, which link torch

install(DIRECTORY ${PROJECT_SOURCE_DIR}/tools/new/ DESTINATION share/xp/new)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/experiments/ DESTINATION share/xp/experiments FILES_MATCHING PATTERN "*.cpp" PATTERN "*.h")
install(FILES ${PROJECT_SOURCE_DIR}/tools/completion/xp.bash DESTINATION share/bash-completion/completions RENAME xp)
file(GLOB license ${PROJECT_SOURCE_DIR}/LICENSE*)
install(FILES ${license} DESTINATION share/doc/xp)

set(config ${PROJECT_BINARY_DIR}/cmake)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/xpConfig.cmake.in ${config}/xpConfig.cmake INSTALL_DESTINATION lib/cmake/xp)
write_basic_package_version_file(${config}/xpConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${config}/xpConfig.cmake ${config}/xpConfigVersion.cmake DESTINATION lib/cmake/xp)
install(EXPORT xpTargets NAMESPACE xp:: DESTINATION lib/cmake/xp)
