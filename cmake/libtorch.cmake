# LibTorch: the system's, or the one that XP_LIBTORCH names. Sets TORCH_INCLUDES and TORCH_LIBRARIES for the engine;
# TORCH_OWN_INCLUDES, TORCH_CPU and TORCH_C10 for custom layers, which need no more.
set(XP_LIBTORCH "" CACHE PATH "Another LibTorch than the system's: the folder that holds its include and lib")
if(XP_LIBTORCH)
  set(places PATHS ${XP_LIBTORCH}/include ${XP_LIBTORCH}/lib NO_DEFAULT_PATH)
endif()
find_path(TORCH_INCLUDE ATen/ATen.h ${places} REQUIRED)
find_path(TORCH_API_INCLUDE torch/torch.h ${places} PATH_SUFFIXES torch/csrc/api/include REQUIRED)
find_library(TORCH_CPU torch_cpu ${places} REQUIRED)
find_library(TORCH_C10 c10 ${places} REQUIRED)
set(TORCH_INCLUDES ${TORCH_API_INCLUDE})
set(TORCH_OWN_INCLUDES ${TORCH_API_INCLUDE})
set(TORCH_LIBRARIES ${TORCH_CPU} ${TORCH_C10})

if(NOT TORCH_INCLUDE IN_LIST CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
  # Its own headers alone: the folder may hold those of another oneDNN or fmt than the ones that are linked.
  foreach(part ATen c10 caffe2 torch)
    if(EXISTS ${TORCH_INCLUDE}/${part})
      file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/libtorch)
      file(CREATE_LINK ${TORCH_INCLUDE}/${part} ${PROJECT_BINARY_DIR}/libtorch/${part} SYMBOLIC)
    endif()
  endforeach()
  list(APPEND TORCH_INCLUDES ${PROJECT_BINARY_DIR}/libtorch)
  list(APPEND TORCH_OWN_INCLUDES ${TORCH_INCLUDE})
endif()

# What computes on CUDA registers itself when it is loaded; nothing calls it by name.
cmake_path(GET TORCH_CPU PARENT_PATH beside)
find_library(TORCH_CUDA torch_cuda PATHS ${beside} NO_DEFAULT_PATH)
if(TORCH_CUDA)
  list(APPEND TORCH_LIBRARIES -Wl,--push-state,--no-as-needed,${TORCH_CUDA},--pop-state)
endif()
